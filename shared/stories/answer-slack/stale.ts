import type { Problem } from '../../policy/plan.ts';
import type { Verdict } from '../../record/items.ts';
import { person } from '../../slack/history-words.ts';
import { moment } from '../../slack/moment.ts';
import { bold } from '../../slack/mrkdwn.ts';
import type { SeenAccess, Sight } from './sight.ts';

/** More would hide what counts. */
const NAMED = 3;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  approved: 'approved it',
  denied: 'denied it',
  held: 'held it',
  released: 'released it or had it tried again',
  kept: 'said that it stays',
};

/** That a press was made for what is no longer so, and how it stands now. */
export function staleBecause({ accesses }: Sight, accessId: string | undefined): Problem {
  const concerned = accesses.filter(
    ({ want }) => accessId === undefined || want.accessId === accessId,
  );
  const shown = concerned.toSorted(latestFirst).slice(0, NAMED).map(standing);
  return {
    code: 'press-stale',
    text: `It has changed since the message was written. ${shown.join(' ')}`,
    advice: 'The message is being brought up to date: press there if you still want it.',
  };
}

/** What was decided last is most likely what has changed. */
function latestFirst(one: SeenAccess, other: SeenAccess): number {
  return lastChange(other) - lastChange(one);
}

function lastChange({ row, decision }: SeenAccess): number {
  return Math.max(Date.parse(row.since), Date.parse(decision?.at ?? row.since));
}

function standing({ want, row, decision }: SeenAccess): string {
  const state = `${bold(want.target)} is ${row.state}`;
  if (decision === undefined) return `${state} since ${moment(row.since, 'second')}.`;
  const { by, verdict, at } = decision;
  return `${state}; ${person(by)} ${VERDICTS[verdict]} at ${moment(at, 'second')}.`;
}
