import type { HistoryItem } from '../record/history.ts';
import { moment } from './moment.ts';
import { bold, code, mention, prose } from './mrkdwn.ts';

type Names = ReadonlyMap<string, string>;

/** What a person did; what is left out is what a function did. */
const DECISIONS: Readonly<Record<string, string>> = {
  'decision.approved': 'approved',
  'decision.denied': 'denied',
  'decision.held': 'held',
  'decision.released': 'released',
  'decision.retried': 'asked to try again:',
  'decision.kept': 'said that this stays:',
};

const CONNECTIONS: Readonly<Record<string, string>> = {
  'connection.asked': 'was asked for',
  'connection.replacing': 'may replace the one that is there',
  'connection.created': 'was made',
  'connection.updated': 'was brought up to date',
  'connection.waiting': 'waits',
  'connection.taken': 'was left alone: there is another of the same id',
  'connection.refused': 'was refused',
};

const HAPPENED: Readonly<Record<string, string>> = {
  'access.granted': 'was granted',
  'access.waiting': 'waits',
  'access.pending': 'is being written',
  'access.refused': 'was refused',
  'access.revoked': 'was taken back',
};

/** One line of the history in plain words; `targets` names each access by its target. */
export function historyLine(item: HistoryItem, targets: Names): string {
  return `${moment(item.at, 'day')} · ${wordsFor(item, targets)}`;
}

function wordsFor(item: HistoryItem, targets: Names): string {
  const { event, by, detail = {} } = item;
  const what = bold(targets.get(item.accessId ?? '') ?? 'an access', 80);
  const decision = DECISIONS[event];
  if (decision !== undefined) return `${person(by)} ${decision} ${what}`;
  const happened = HAPPENED[event];
  if (happened !== undefined) {
    const reason = typeof detail.reason === 'string' ? ` (${prose(detail.reason, 60)})` : '';
    return `${what} ${happened}${reason}`;
  }
  const connection = CONNECTIONS[event];
  if (connection !== undefined) return `the connection of ${what} ${connection}${byPerson(by)}`;
  if (event === 'deployment.decided') return decided(detail);
  return other(item, targets);
}

function decided(detail: NonNullable<HistoryItem['detail']>): string {
  const { wants, commit, nothing } = detail;
  const count = Array.isArray(wants) ? wants.length : 0;
  const at = typeof commit === 'string' ? ` ${code(`@${commit.slice(0, 7)}`)}` : '';
  const why = typeof nothing === 'string' ? ` (${prose(nothing, 60)})` : '';
  const gives = count === 1 ? 'one access' : `${count === 0 ? 'nothing' : `${count} accesses`}`;
  return `The access rules${at} give it ${gives}${why}`;
}

/** An event that has no words of its own yet is still told: `connection.created`, by whom. */
function other({ event, by, accessId }: HistoryItem, targets: Names): string {
  const target = accessId === undefined ? undefined : targets.get(accessId);
  const of = target === undefined ? '' : ` of ${bold(target, 80)}`;
  return `${prose(event.replace(/[.-]/g, ' '), 80)}${of}, by ${person(by)}`;
}

/** The name of a function says nothing to whoever reads this. */
function byPerson(by: string): string {
  return by === 'hand-over' ? '' : `, by ${person(by)}`;
}

/** Slack's own people are kept as `U0JANE (jane)`: the id cannot be chosen, and Slack shows the name. */
export function person(by: string): string {
  return mention(/^([UW][A-Z0-9]+) \(/.exec(by)?.[1] ?? by);
}
