import type { KnownBlock } from '@slack/types';
import { asForm } from '../handover/forms.ts';
import { command } from './commands.ts';
import { connectionState } from './connection-state.ts';
import { grantsOf, tail } from './grants.ts';
import { moment } from './moment.ts';
import { bold, code, fence } from './mrkdwn.ts';
import { awaitsApproval, isDenied, isEnding, isLapsed } from './offers.ts';
import { section } from './sections.ts';
import { sentences } from './sentences.ts';
import { type Standing, standingOf } from './standing.ts';
import type { AccessView } from './view.ts';

const FENCE_LIMIT = 1_000;
const NOTICES = 2;
/** Beside its label Slack would break it; on a line of its own a triple click takes all of it. */
const BESIDE = 50;

/** One access: what it gives, and what became of it. */
export function accessSection(access: AccessView): KnownBlock {
  return section(accessLines(access));
}

export function accessLines(access: AccessView): readonly string[] {
  const dr = access.slot === 'dr' ? ' (disaster recovery)' : '';
  return [
    `${bold(access.target)}${dr}: ${grantsOf(access.specification)}`,
    ...ending(access),
    ...LINES[standingOf(access)](access),
    ...access.notices.slice(0, NOTICES).map((notice) => `Note: ${sentences(notice, 120)}`),
  ];
}

const LINES: Readonly<Record<Standing, (access: AccessView) => readonly string[]>> = {
  granted: (access) => [
    ...(access.byHand ? ["Already there by somebody's own hand, and left to them."] : []),
    ...inPlace(access),
    ...(awaitsApproval(access) ? approvalCommands(access) : []),
    ...connectionState(access),
    ...fields(access),
  ],
  refused: (access) => [...reasonOf(access, 'It was refused.'), ...next(access, 'day')],
  waiting: (access) => [
    ...(access.reason?.code === 'identity-not-visible'
      ? [`${cloudOf(access)} cannot see the new identity yet.`]
      : reasonOf(access, 'Being written now.')),
    ...next(access, 'minute'),
  ],
  approval: (access) => [
    `Would add ${code(tail(access.identity))}; nothing is written before it is approved.`,
    ...(access.deadline === undefined ? [] : [`Open until ${moment(access.deadline, 'day')}.`]),
    ...approvalCommands(access),
  ],
  lapsed: (access) => [
    ...reasonOf(access, 'Nobody approved it in time.'),
    ...givenAfterAll(access),
  ],
  preview: ({ identity }) => [`Would add ${code(tail(identity))}; in preview nothing is written.`],
  held: (access) => reasonOf(access, 'Held: nothing is added or removed until it is released.'),
  denied: (access) => [...reasonOf(access, 'Somebody denied it.'), ...givenAfterAll(access)],
  revoked: (access) => [
    `Taken back ${moment(access.since, 'day')}.`,
    ...(access.reason === undefined ? [] : [sentences(access.reason)]),
    ...givenAfterAll(access),
  ],
};

/** For whoever has no button, or may not use one. */
function approvalCommands({ accessId, approval }: AccessView): readonly string[] {
  const where = approval === 'cli' ? 'Only in a terminal' : 'In a terminal';
  return [`${where}: ${command('approve', accessId)}, or ${code('deny')} instead`];
}

function givenAfterAll(access: AccessView): readonly string[] {
  return isDenied(access) || isLapsed(access)
    ? [`In a terminal: ${command('approve', access.accessId)}`]
    : [];
}

function cloudOf({ specification }: AccessView): string {
  return specification.kind.startsWith('aws') ? 'AWS' : 'Google Cloud';
}

/** Why it is left as it stands, where it is; `ending` says the one thing itself. */
function inPlace({ reason }: AccessView): readonly string[] {
  if (reason === undefined || reason.code === 'ending') return [];
  if (reason.code !== 'approval') return [sentences(reason)];
  return ['In place from before; as it is specified now it needs an approval.'];
}

function reasonOf({ reason }: AccessView, otherwise: string): readonly string[] {
  return [reason === undefined ? otherwise : sentences(reason)];
}

/** Calls nobody by name: a mention would ring at each new Deployment, long before it is stuck. */
function next({ due, deadline }: AccessView, precision: 'minute' | 'day'): readonly string[] {
  const parts = [
    ...(due === undefined ? [] : [`next try ${moment(due, precision)}`]),
    ...(deadline === undefined
      ? []
      : [`unresolved by ${moment(deadline, 'minute')}, it calls those who approve`]),
  ];
  const line = parts.join('; ');
  return line === '' ? [] : [`${line.charAt(0).toUpperCase()}${line.slice(1)}.`];
}

function ending(access: AccessView): readonly string[] {
  if (access.until === undefined || !isEnding(access)) return [];
  const end = moment(access.until, 'day');
  return [`⚠️ No rule gives this any more: it ends ${end}, and what uses it then fails.`];
}

function fields({ connection }: AccessView): readonly string[] {
  if (connection === undefined) return [];
  const form = asForm(connection);
  const width = Math.max(...form.map(({ label }) => label.length)) + 2;
  const block = fence(form.flatMap(({ label, value }) => field(label, value, width)));
  return [
    block.length > FENCE_LIMIT ? 'Its connection is too long to show here: see thread.' : block,
  ];
}

function field(label: string, value: string, width: number): readonly string[] {
  return value.length > BESIDE ? [label, value] : [`${label.padEnd(width)}${value}`];
}
