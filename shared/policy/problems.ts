import type { Problem } from './plan.ts';

/** From this part of a quota on, an operator hears of it. */
const NEARLY = 0.8;

const RAISE = 'Raise the quota "Role trust policy length" (L-C07B4B0D)';

/** The ways out of a full trust policy. */
export const MORE_ROOM_IN_TRUST = `${RAISE}, or give the rule an own role (awsOwnRole)`;
/** The ways out of a full allow policy. */
export const FEWER_MEMBERS =
  'Give the role to a group instead of single members, or spread it over resources';

export function isNearlyFull(used: number, quota: number): boolean {
  return used >= NEARLY * quota;
}

export function trustPolicyFull(role: string, used: number, quota: number): Problem {
  return {
    code: 'trust-policy-full',
    text: `The trust policy of ${role} has no room for it: ${of(used, quota)} characters.`,
    advice: `${MORE_ROOM_IN_TRUST}; existing access is untouched.`,
  };
}

export function trustPolicyNearlyFull(role: string, used: number, quota: number): Problem {
  return {
    code: 'trust-policy-nearly-full',
    text: `The trust policy of ${role} is nearly full: ${of(used, quota)} characters.`,
    advice: `${RAISE}, or give new rules an own role (awsOwnRole).`,
  };
}

export function allowPolicyFull(used: number, quota: number): Problem {
  return {
    code: 'allow-policy-full',
    text: `The allow policy has no room for it: ${of(used, quota)} members.`,
    advice: `${FEWER_MEMBERS}; existing access is untouched.`,
  };
}

export function allowPolicyNearlyFull(used: number, quota: number): Problem {
  return {
    code: 'allow-policy-nearly-full',
    text: `The allow policy is nearly full: ${of(used, quota)} members.`,
    advice: `${FEWER_MEMBERS}.`,
  };
}

export function ambiguousStatement(role: string, sid: string): Problem {
  return {
    code: 'ambiguous-statement',
    text: `The trust policy of ${role} has the Sid ${sid} twice, or in a form we never write.`,
    advice: `Give the statement that was added or edited by hand another Sid, or delete it; what ours lacks then is put back.`,
  };
}

export function externalIdConflict(role: string): Problem {
  return {
    code: 'external-id-conflict',
    text: `${role} is wanted both with and without an ExternalId, and without one it would be open to all who are let in.`,
    advice: 'Give all targets of this role an externalId, or none of them.',
  };
}

export function widePrincipal(role: string, identity: string): Problem {
  return {
    code: 'principal-too-wide',
    text: `“${identity}” stands for more than one role, and is not let into ${role}.`,
    advice: 'Look at the Deployment’s workload identity in Astro: it must be the ARN of one role.',
  };
}

export function otherPartition(role: string, identity: string): Problem {
  return {
    code: 'other-partition',
    text: `${identity} is of another partition of AWS than ${role}, and no role trusts one of another partition.`,
    advice: 'Give the target a role in the partition of the Deployment’s workload identity.',
  };
}

export function unclaimedPrincipal(role: string, principal: string): Problem {
  return {
    code: 'unclaimed-principal',
    text: `Our statement in the trust policy of ${role} names ${principal}, which no access claims; it is left there.`,
    advice: 'Take it out by hand if nobody needs it, or move it to a statement of its own.',
  };
}

export function orphanRemoved(role: string, uniqueId: string): Problem {
  return {
    code: 'orphan-removed',
    text: `${uniqueId}, left of a deleted role, was taken out of our statement in the trust policy of ${role}.`,
    advice: 'Nothing to do.',
  };
}

export const NOTHING_ASKED: Problem = {
  code: 'nothing-asked',
  text: 'What is specified gives nothing that this target could hold.',
  advice: 'Name at least one role in the target.',
};

function of(used: number, quota: number): string {
  return `${used.toLocaleString('en-US')} of ${quota.toLocaleString('en-US')}`;
}
