import { isGiven } from '../../shared/record/verdict.ts';
import type { Verb } from '../../shared/slack/press.ts';
import { type ModelRules, teamOf } from './rules.ts';
import type { Standing, StandingNow } from './standing-now.ts';

interface Who {
  /** In the one group of approvers. */
  readonly approves: boolean;
  readonly email?: string;
}

/** Whoever may press at all: a bot, and somebody who has left, are none of them. */
const PEOPLE: Readonly<Record<string, Who>> = {
  U0JANE: { approves: true, email: 'jane@acme.example' },
  U0ANN: { approves: true, email: 'ann@acme.example' },
  U0SAM: { approves: true, email: 'sam@acme.example' },
  U0BOB: { approves: false, email: 'bob@acme.example' },
  U0NOMAIL: { approves: true },
};

/** Whether somebody may do this, by the model's own table. */
export function mayPress(
  userId: string,
  verb: Verb,
  { want }: Standing,
  { name, workspaceId, createdBy }: StandingNow,
  rules: ModelRules,
): boolean {
  const who = PEOPLE[userId];
  if (who === undefined || verb === 'details' || verb === 'diff') return false;
  const team = teamOf({ name });
  const given = workspaceId === rules.workspaceId && rules.reach[team]?.includes(want.target);
  if (verb === 'approve' && given && rules.byCommand.includes(team)) return false;
  const made = createdBy.includes('@');
  const creator = made && who.email === createdBy;
  if (['retry', 'connect', 'replace'].includes(verb) && creator) return true;
  if (!who.approves) return false;
  const lets = ['approve', 'undo'].includes(verb);
  const prolongs = ['release', 'hold'].includes(verb) && !isGiven(want);
  return !(lets || prolongs) || !made || (who.email !== undefined && !creator);
}

/** What the record may say after a press. */
export const VERDICTS: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  approve: ['approved'],
  deny: ['denied'],
  revoke: ['denied'],
  hold: ['held'],
  release: ['released', 'kept'],
  undo: ['released', 'kept'],
};
