import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { OwnRole } from '../../policy/own-role.ts';
import { roleNotDeleted } from '../../policy/own-role-problems.ts';
import type { OwnRoleStep } from '../../policy/own-role-steps.ts';
import { PolicyRefusedError } from '../errors.ts';
import { callOnOwnRole } from './own-role-call.ts';

/** Makes one call to IAM for the role. */
export async function takeStep(iam: IAMClient, arn: string, step: OwnRoleStep): Promise<void> {
  try {
    await callOnOwnRole({ action: ACTIONS[step.kind], resource: arn }, () =>
      send(iam, nameIn(arn), step),
    );
  } catch (error) {
    throw step.kind === 'delete' ? notDeleted(error) : error;
  }
}

export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** What is left then gives nobody anything, and would be taken for gone if this were not told. */
function notDeleted(error: unknown): unknown {
  if (!(error instanceof PolicyRefusedError)) return error;
  const { code, text, advice } = roleNotDeleted(error.message, error.advice);
  return new PolicyRefusedError(code, text, advice, { cause: error });
}

const ACTIONS: Readonly<Record<OwnRoleStep['kind'], string>> = {
  create: 'iam:CreateRole',
  detach: 'iam:DetachRolePolicy',
  'put-boundary': 'iam:PutRolePermissionsBoundary',
  'update-trust': 'iam:UpdateAssumeRolePolicy',
  attach: 'iam:AttachRolePolicy',
  delete: 'iam:DeleteRole',
};

function send(iam: IAMClient, RoleName: string, step: OwnRoleStep): Promise<unknown> {
  switch (step.kind) {
    case 'create':
      return iam.send(new CreateRoleCommand({ RoleName, ...asCreated(step.role) }));
    case 'detach':
      return iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: step.policyArn }));
    case 'put-boundary': {
      const { permissionsBoundary: PermissionsBoundary } = step;
      return iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    }
    case 'update-trust': {
      const PolicyDocument = JSON.stringify(step.trust);
      return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    }
    case 'attach':
      return iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: step.policyArn }));
    case 'delete':
      return iam.send(new DeleteRoleCommand({ RoleName }));
  }
}

function asCreated({ path, tags, trust, permissionsBoundary }: OwnRole) {
  return {
    Path: path,
    AssumeRolePolicyDocument: JSON.stringify(trust),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    Description: 'Made by deployment-authorizer for one Astro Deployment, which assumes it',
    ...(permissionsBoundary && { PermissionsBoundary: permissionsBoundary }),
  };
}
