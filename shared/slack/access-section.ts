import type { KnownBlock } from '@slack/types';
import { asForm } from '../handover/forms.ts';
import type { Problem } from '../policy/plan.ts';
import { grantsOf, tail } from './grants.ts';
import { moment } from './moment.ts';
import { bold, code, fence, prose } from './mrkdwn.ts';
import { section } from './sections.ts';
import { type Standing, standingOf } from './standing.ts';
import type { AccessView } from './view.ts';

const FENCE_LIMIT = 1_000;
const NOTICES = 2;

/** One access: what it gives, and what became of it. */
export function accessSection(access: AccessView): KnownBlock {
  const standing = standingOf(access);
  const dr = access.slot === 'dr' ? ' (disaster recovery)' : '';
  return section([
    `${bold(access.target)}${dr}: ${grantsOf(access.specification)}`,
    ...LINES[standing](access),
    ...ending(access),
    ...access.notices.slice(0, NOTICES).map((notice) => `Note: ${sentences(notice, 120)}`),
  ]);
}

const LINES: Readonly<Record<Standing, (access: AccessView) => readonly string[]>> = {
  granted: (access) => [
    ...(access.byHand ? ["Already there by somebody's own hand, and left to them."] : []),
    ...fields(access),
  ],
  refused: (access) => [...reasonOf(access, 'It was refused.'), ...next(access)],
  waiting: (access) => [
    ...(access.reason?.code === 'identity-not-visible'
      ? [`${cloudOf(access)} cannot see the new identity yet.`]
      : reasonOf(access, 'Being written now.')),
    ...next(access),
  ],
  approval: (access) => [
    `Would add ${code(tail(access.identity))}; nothing is written before it is approved.`,
    ...(access.deadline === undefined ? [] : [`Open until ${moment(access.deadline, 'day')}.`]),
    `${code(`deployment-authorizer approve ${access.accessId}`)} or ${code(`deployment-authorizer deny ${access.accessId}`)}`,
  ],
  preview: ({ identity }) => [`Would add ${code(tail(identity))}; in preview nothing is written.`],
  held: (access) => reasonOf(access, 'Held: nothing is added or removed until it is released.'),
  denied: (access) => reasonOf(access, 'Somebody denied it.'),
  revoked: (access) => [
    `Taken back ${moment(access.since, 'day')}.`,
    ...(access.reason === undefined ? [] : [sentences(access.reason)]),
  ],
};

function cloudOf({ specification }: AccessView): string {
  return specification.kind.startsWith('aws') ? 'AWS' : 'Google Cloud';
}

function reasonOf({ reason }: AccessView, otherwise: string): readonly string[] {
  return [reason === undefined ? otherwise : sentences(reason)];
}

function sentences({ text, advice }: Problem, limit = 400): string {
  return [text, advice]
    .filter((sentence) => sentence.trim() !== '')
    .map((sentence) => prose(sentence, limit))
    .join(' ');
}

/** Calls nobody by name: a mention would ring at each new Deployment, long before it is stuck. */
function next({ due, deadline }: AccessView): readonly string[] {
  const parts = [
    ...(due === undefined ? [] : [`next try ${moment(due, 'minute')}`]),
    ...(deadline === undefined
      ? []
      : [`unresolved by ${moment(deadline, 'minute')}, it calls those who approve`]),
  ];
  const line = parts.join('; ');
  return line === '' ? [] : [`${line.charAt(0).toUpperCase()}${line.slice(1)}.`];
}

function ending({ until }: AccessView): readonly string[] {
  if (until === undefined) return [];
  return [`No rule gives this any more: it ends ${moment(until, 'day')}.`];
}

function fields({ connection }: AccessView): readonly string[] {
  if (connection === undefined) return [];
  const form = asForm(connection);
  const width = Math.max(...form.map(({ label }) => label.length)) + 2;
  const block = fence(form.map(({ label, value }) => `${label.padEnd(width)}${value}`));
  return [
    block.length > FENCE_LIMIT ? 'Its connection is too long to show here: see thread.' : block,
  ];
}
