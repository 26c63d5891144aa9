import {
  GetRoleCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import type { OwnRole } from '../../policy/own-role.ts';
import { ownRoleSteps } from '../../policy/own-role-steps.ts';
import { planOwnRole } from '../../policy/plan-own-role.ts';
import { whereNamed } from '../../policy/where-named.ts';
import type { Target } from '../target.ts';
import { calling, iamCode } from './iam-errors.ts';
import { callOnOwnRole } from './own-role-call.ts';
import { nameIn, takeStep } from './own-role-step.ts';
import { decodeTrustPolicy, type IamAccount } from './shared-role.ts';

/**
 * The role that one Deployment has for itself: made, changed and removed by us alone. IAM finds it
 * by its name; its ARN is for the person who must allow what we may not do to it.
 */
export function ownRole(
  arn: string,
  account: () => Promise<IamAccount>,
  installation: string,
): Target<OwnRole | undefined> {
  let quota = 0;
  return {
    async read() {
      const { iam, trustPolicyQuota } = await account();
      quota = trustPolicyQuota;
      return readRole(iam, arn);
    },
    plan: (current, claims, rejected) =>
      planOwnRole(current, claims, { installation, rejected, quota }),
    whereNamed: (current, principal) =>
      current && whereNamed(current.trust, principal, installation),
    async write(current, wanted) {
      const { iam } = await account();
      // One at a time and in this order: a crash in between is finished by the next pass.
      for (const step of ownRoleSteps(current, wanted, installation)) {
        await takeStep(iam, arn, step);
      }
    },
  };
}

async function readRole(iam: IAMClient, arn: string): Promise<OwnRole | undefined> {
  const RoleName = nameIn(arn);
  const attempt = { action: 'iam:GetRole', resource: arn };
  const role = await calling(attempt, () => found(iam.send(new GetRoleCommand({ RoleName }))));
  if (role?.Role === undefined) return undefined;
  const { Arn, Path, Tags = [], AssumeRolePolicyDocument, PermissionsBoundary } = role.Role;
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    ...(Arn && { arn: Arn }),
    path: Path ?? '/',
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    trust: decodeTrustPolicy(AssumeRolePolicyDocument),
    attached: await attachedPolicies(iam, arn),
    inline: await inlinePolicies(iam, arn),
    ...(boundary && { permissionsBoundary: boundary }),
  };
}

async function attachedPolicies(iam: IAMClient, arn: string): Promise<readonly string[]> {
  const RoleName = nameIn(arn);
  return callOnOwnRole({ action: 'iam:ListAttachedRolePolicies', resource: arn }, async () => {
    const arns: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
      arns.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? ''));
    }
    return arns.sort();
  });
}

async function inlinePolicies(iam: IAMClient, arn: string): Promise<readonly string[]> {
  const RoleName = nameIn(arn);
  return callOnOwnRole({ action: 'iam:ListRolePolicies', resource: arn }, async () => {
    const names: string[] = [];
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
      names.push(...(page.PolicyNames ?? []));
    }
    return names.sort();
  });
}

/** A role that is not there yet is no failure here. */
async function found<Role>(role: Promise<Role>): Promise<Role | undefined> {
  try {
    return await role;
  } catch (error) {
    if (iamCode(error) === 'NoSuchEntity') return undefined;
    throw error;
  }
}
