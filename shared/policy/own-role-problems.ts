import type { OwnRole } from './own-role.ts';
import { nameOf, type OwnRoleSpecification } from './own-role-marks.ts';
import type { Problem } from './plan.ts';

export function inWords({ account, roleName }: OwnRoleSpecification): string {
  return `role ${roleName} (account ${account})`;
}

export function roleNameTaken(role: OwnRole, specification: OwnRoleSpecification): Problem {
  const name = nameOf(role) ?? specification.roleName;
  const differs =
    name === specification.roleName ? '' : ` as ${name}, which IAM takes for the same`;
  return {
    code: 'role-name-taken',
    text: `The ${inWords(specification)} exists already${differs}, and its path and tags do not say that it was made for this Deployment.`,
    advice: 'Give the target another role name, or delete that role if nobody needs it.',
  };
}

export function contradictingSpecifications(role: string): Problem {
  return {
    code: 'contradicting-specifications',
    text: `The ${role} is wanted in more than one form: policies, boundary, ExternalId or Deployment differ.`,
    advice: 'Make the targets that lead to this role equal, or give each another role name.',
  };
}

export function policyAttachedByHand(role: string, policyArn: string): Problem {
  return {
    code: 'policy-attached-by-hand',
    text: `${policyArn} is attached to the ${role}, and no access rule says so; it is left there.`,
    advice: 'Name it in the target if it is needed, or detach it by hand.',
  };
}

/** Of one that has nothing left and lets nobody in, as its deletion is the last of our steps. */
export function roleNotDeleted(why: string, advice: string): Problem {
  return {
    code: 'role-in-use',
    text: `The role has lost its policies and lets nobody in, but IAM does not delete it: ${why}`,
    advice,
  };
}

export function roleLeft(role: string, additions: readonly string[]): Problem {
  return {
    code: 'role-left',
    text: `Nobody needs the ${role} any more, but it is not deleted: somebody added ${additions.join(', ')}.`,
    advice:
      'Take those additions off it when they are no longer needed: within a day it is deleted.',
  };
}
