import type { HistoryItem } from '../record/history.ts';
import { connectionState } from './connection-state.ts';
import { grantsOf } from './grants.ts';
import { person } from './history-words.ts';
import { moment } from './moment.ts';
import { bold, code, prose } from './mrkdwn.ts';
import { isEnding } from './offers.ts';
import { sentences } from './sentences.ts';
import { type Standing, standingOf } from './standing.ts';
import { signOf } from './state.ts';
import type { AccessView } from './view.ts';

const NOTICES = 4;
const SINCE: Readonly<Record<Standing, string>> = {
  granted: 'In place',
  refused: 'Refused',
  approval: 'Waits for approval',
  waiting: 'Waits',
  lapsed: 'Not approved in time',
  preview: 'In preview',
  held: 'Held',
  denied: 'Denied',
  revoked: 'Taken back',
};

/** Everything about one access, for the one person who asks. */
export function detailLines(
  access: AccessView,
  history: readonly HistoryItem[],
  commit: string | undefined,
): readonly string[] {
  const { target, slot, identity, specification, since, rule, mode, notices, accessId } = access;
  const dr = slot === 'dr' ? ' (disaster recovery)' : '';
  const at = commit === undefined ? '' : ` ${code(`@${commit.slice(0, 7)}`)}`;
  return [
    `${signOf(access)} ${bold(target)}${dr}: ${grantsOf(specification)}`,
    `To ${code(identity, 250)}`,
    `${SINCE[standingOf(access)]} since ${moment(since, 'day')}, by rule ${prose(rule, 200)}${at}, mode ${mode}`,
    ...decisionOn(accessId, history),
    ...(access.byHand ? ["It was there by somebody's own hand, and is left to them."] : []),
    ...why(access),
    ...ending(access),
    ...connectionState(access),
    ...notices.slice(0, NOTICES).map((notice) => `Note: ${sentences(notice, 150)}`),
    ...drifted(access),
    `For the command line: ${code(accessId)}`,
  ];
}

/** What the lines above say anyway is not said again. */
function why({ reason }: AccessView): readonly string[] {
  const said = reason === undefined || reason.code === 'ending' || reason.code === 'approval';
  return said ? [] : [sentences(reason)];
}

/** The last word of a person on it. */
function decisionOn(accessId: string, history: readonly HistoryItem[]): readonly string[] {
  const last = history.findLast(
    (one) => one.accessId === accessId && one.event.startsWith('decision.'),
  );
  if (last === undefined) return [];
  const verdict = last.event.slice('decision.'.length);
  return [`Last decision: ${prose(verdict, 40)} by ${person(last.by)}, ${moment(last.at, 'day')}`];
}

function ending(access: AccessView): readonly string[] {
  if (access.until === undefined || !isEnding(access)) return [];
  return [`⚠️ No rule gives this any more: it ends ${moment(access.until, 'day')}.`];
}

function drifted({ drift }: AccessView): readonly string[] {
  if (drift === undefined) return [];
  const did = drift.repaired ? 'and it was put back' : 'and it was left so';
  return [`Somebody else changed it, seen ${moment(drift.at, 'day')}, ${did}.`];
}
