import type { Problem } from '../../policy/plan.ts';
import { TooSlowError, within } from '../../runtime/within.ts';
import { SLACK_SLOW, untold } from '../../slack/answers.ts';
import type { Presser } from '../../slack/entitlement.ts';
import type { People, Person } from '../../slack/people.ts';
import {
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../slack/slack.ts';

/**
 * Who presses, as far as these approvers make it matter; a problem where Slack does not say so in
 * time. `asked` is who they are, which was asked before anything else was known.
 */
export async function whoPresses(
  userId: string,
  approvers: readonly (readonly string[])[],
  asked: Promise<Person>,
  people: People,
  milliseconds: number,
): Promise<Presser | Problem> {
  const ids = groupsToAsk(userId, approvers);
  try {
    const [person, told] = await within(
      milliseconds,
      Promise.all([asked, Promise.all(ids.map((id) => toldOf(id, people)))]),
    );
    return { userId, person, ...gathered(told) };
  } catch (error) {
    if (error instanceof SlackRefusedError) return untold('users.info', error.reason);
    if (SLOW.some((kind) => error instanceof kind)) return SLACK_SLOW;
    throw error;
  }
}

const SLOW = [TooSlowError, SlackUnavailableError, SlackRateLimitedError];

/** Whoever is named by their own id need not be looked for in groups. */
function groupsToAsk(userId: string, approvers: readonly (readonly string[])[]): readonly string[] {
  const others = approvers.filter((ids) => !ids.includes(userId)).flat();
  return [...new Set(others)].filter((id) => id.startsWith('S'));
}

interface Told {
  readonly id: string;
  readonly members?: readonly string[];
  readonly why?: Problem;
}

/** One group that Slack does not tell hides nobody who is in another. */
async function toldOf(id: string, people: People): Promise<Told> {
  try {
    return { id, members: await people.members(id) };
  } catch (error) {
    if (!(error instanceof SlackRefusedError)) throw error;
    return { id, why: untold('usergroups.users.list', error.reason) };
  }
}

function gathered(told: readonly Told[]): Pick<Presser, 'groups' | 'untold'> {
  return {
    groups: new Map(told.flatMap(({ id, members }) => (members ? [[id, members]] : []))),
    untold: new Map(told.flatMap(({ id, why }) => (why ? [[id, why]] : []))),
  };
}
