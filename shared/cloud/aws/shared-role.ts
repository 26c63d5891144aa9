import { GetRoleCommand, type IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { leftoversIn } from '../../policy/leftovers.ts';
import { planTrustPolicy } from '../../policy/plan-trust-policy.ts';
import type { TrustPolicy } from '../../policy/trust-policy.ts';
import { isNamedByUs, whereNamed } from '../../policy/where-named.ts';
import { PolicyRefusedError } from '../errors.ts';
import type { Target } from '../target.ts';
import { calling } from './iam-errors.ts';

export interface IamAccount {
  readonly iam: IAMClient;
  /** `AssumeRolePolicySizeQuota`: characters, white space not counted. */
  readonly trustPolicyQuota: number;
  /** The same as it is now: what is known may be an hour old. */
  askQuota(): Promise<number>;
}

/**
 * The trust policy of a role that others write too. IAM keeps no etag for it: the queue hands
 * one target to one worker at a time, and the loop reads back what it wrote.
 */
export function sharedRole(
  role: string,
  account: () => Promise<IamAccount>,
  installation: string,
): Target<TrustPolicy> {
  const RoleName = role.split('/').at(-1) ?? role;
  let quota = 0;
  return {
    async read() {
      const { iam, trustPolicyQuota } = await account();
      quota = trustPolicyQuota;
      const { Role } = await calling({ action: 'iam:GetRole', resource: role }, () =>
        iam.send(new GetRoleCommand({ RoleName })),
      );
      if (Role?.Arn !== role) throw elsewhere(role, Role?.Arn);
      return decodeTrustPolicy(Role.AssumeRolePolicyDocument);
    },
    plan: (current, claims, rejected) =>
      planTrustPolicy(current, claims, { installation, rejected, quota }),
    quota: () => quota,
    async measure() {
      const before = quota;
      quota = await (await account()).askQuota();
      return quota !== before;
    },
    whereNamed: (current, principal) => whereNamed(current, principal, installation),
    isNamedByUs: (current, principal) => isNamedByUs(current, principal, installation),
    leftovers: (current) => leftoversIn(current, installation),
    async write(_current, policy) {
      const { iam } = await account();
      const PolicyDocument = JSON.stringify(policy);
      await calling({ action: 'iam:UpdateAssumeRolePolicy', resource: role }, () =>
        iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
      );
    },
  };
}

/** IAM finds roles by their names alone; whoever assumes one must name its path, too. */
function elsewhere(role: string, found: string | undefined): PolicyRefusedError {
  return new PolicyRefusedError(
    'target-gone',
    `There is no ${role}; the role of that name is ${found}.`,
    'Correct the target in the access rules.',
  );
}

/** IAM returns the document percent-encoded (RFC 3986). */
export function decodeTrustPolicy(document: string | undefined): TrustPolicy {
  return JSON.parse(decodeURIComponent(document ?? '{"Statement":[]}')) as TrustPolicy;
}
