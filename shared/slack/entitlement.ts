import type { Problem } from '../policy/plan.ts';
import type { Say } from '../rules/say.ts';
import { mention } from './mrkdwn.ts';
import type { Person } from './people.ts';
import type { Verb } from './press.ts';

/** Who presses, and what Slack says of them. */
export interface Presser {
  readonly userId: string;
  readonly person: Person;
  /** The members of each user group among the approvers. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Of the groups of which Slack does not tell them, why. */
  readonly untold: ReadonlyMap<string, Problem>;
}

/** On what it is pressed. */
export interface Stake extends Say {
  readonly accessId: string;
  /** Who created the Deployment: a person's address, or a token's name. */
  readonly createdBy?: string;
}

type Right = 'approvers' | 'approvers-or-creator' | 'everybody';

const RIGHTS: Readonly<Record<Verb, Right>> = {
  approve: 'approvers',
  deny: 'approvers',
  hold: 'approvers',
  release: 'approvers',
  revoke: 'approvers',
  undo: 'approvers',
  retry: 'approvers-or-creator',
  connect: 'approvers-or-creator',
  replace: 'approvers-or-creator',
  details: 'everybody',
  diff: 'everybody',
};

/** What gives access, or lets it stay: for this it takes a second pair of eyes. */
const GIVES: readonly Verb[] = ['approve', 'undo'];

/** Why this person may not do this; nothing where they may. Nobody may whom Slack does not know for certain. */
export function notEntitledBecause(verb: Verb, who: Presser, stake: Stake): Problem | undefined {
  const right = RIGHTS[verb];
  if (right === 'everybody') return undefined;
  if (who.person.bot || who.person.deactivated) return NO_PERSON;
  if (verb === 'approve' && stake.approval === 'cli') return byCommand(stake.accessId);
  const creates = !who.person.foreign && isCreator(who, stake) === true;
  if (right === 'approvers-or-creator' && creates) return undefined;
  const missing = notApproverBecause(who, stake);
  if (missing !== undefined) return missing;
  return GIVES.includes(verb) ? fourEyes(who, stake) : undefined;
}

function notApproverBecause(
  { userId, groups, untold }: Presser,
  { approvers }: Stake,
): Problem | undefined {
  if (approvers.length === 0) return NO_APPROVERS;
  if (approvers.includes(userId)) return undefined;
  if (approvers.some((id) => groups.get(id)?.includes(userId))) return undefined;
  const [unknown] = approvers.flatMap((id) => untold.get(id) ?? []);
  return unknown ?? notAmong(approvers);
}

function fourEyes(who: Presser, stake: Stake): Problem | undefined {
  const same = isCreator(who, stake);
  if (same === undefined) return NO_EMAIL;
  return same ? CREATOR : undefined;
}

/** Undefined where it cannot be known: the Deployment names an address, and Slack does not tell theirs. */
function isCreator({ person }: Presser, { createdBy = '' }: Stake): boolean | undefined {
  if (!createdBy.includes('@')) return false;
  if (person.email === undefined) return undefined;
  return person.email.trim().toLowerCase() === createdBy.trim().toLowerCase();
}

const NO_PERSON: Problem = {
  code: 'press-no-person',
  text: 'Only people decide: this is a bot, or an account that was deactivated.',
  advice: 'An approver of the access rules must press it.',
};

const NO_APPROVERS: Problem = {
  code: 'press-no-approvers',
  text: 'The access rules name nobody who may do this in Slack.',
  advice:
    'Put the ids of users or user groups into `slack.approvers`, or into `approvers` of the rule.',
};

const CREATOR: Problem = {
  code: 'press-creator',
  text: 'You have created this Deployment, so somebody else must agree.',
  advice: 'Ask another approver.',
};

const NO_EMAIL: Problem = {
  code: 'press-email-unknown',
  text: 'Whoever created the Deployment may not do this, and Slack does not tell me your address to compare.',
  advice: 'Add the scope users:read.email to the app and install it in the workspace again.',
};

function byCommand(accessId: string): Problem {
  return {
    code: 'press-cli-only',
    text: 'The access rules let nobody approve this in Slack.',
    advice: `By the command line: \`deployment-authorizer approve ${accessId}\``,
  };
}

function notAmong(approvers: readonly string[]): Problem {
  return {
    code: 'press-not-entitled',
    text: 'You are not among those who may do this.',
    advice: `Ask ${approvers.map(mention).join(', ')}.`,
  };
}
