import type { OperateAnswer } from '../shared/stories/operate/operate-answer.ts';
import { actor, BY } from './actor.ts';
import { type Call, type Command, EXIT, type Options } from './command.ts';
import { subjectOf } from './subject.ts';
import { table } from './table.ts';
import { WAY, wayFor } from './way.ts';

const ACCESS: Options = {
  access: { type: 'string', value: 'ID', says: 'Only this one of its accesses' },
};
const REPLACE: Options = {
  replace: { type: 'boolean', says: 'Replace a connection of the same id that is not ours' },
};
const WHOM =
  'A Deployment is named by its id, by its name in the record, or by the id of one of its accesses as\nSlack shows it, which is then the only one that is meant.';

const ONE: readonly (readonly [name: string, says: string, more?: string])[] = [
  ['refresh', 'Ask Astro anew who a Deployment is, and decide'],
  [
    'approve',
    'Approve what waits for it',
    'It holds for what is specified now: another specification needs another approval.',
  ],
  [
    'deny',
    'Deny accesses; what was given is taken back',
    'At once, also what would only end after `keep`.',
  ],
  ['hold', 'Leave accesses exactly as they stand'],
  [
    'release',
    'Let accesses go on as the rules say, and undo an ending',
    'What ends, because no rule gives it any more, then stays until somebody takes it back (deny) or a rule\ngives it again.',
  ],
  ['retry', 'Try again at once what was refused'],
  [
    'connect',
    'Have the Airflow connections of a Deployment made',
    'Where the rules do not make them unasked. One of the same id that is not ours is left alone, but with\n--replace.',
  ],
];

const ALL: readonly (readonly [name: string, says: string, more?: string])[] = [
  [
    'pause',
    'Stop every write to a policy of the installation',
    'Everything else goes on; what is to be given or taken waits until `resume`.',
  ],
  ['resume', 'Let a paused installation go on'],
  [
    'confirm-endings',
    'Say that the endings which the breaker stopped are meant',
    'For an hour endings are not counted, and what was withheld is decided again at once.',
  ],
];

/** The commands that are one order each, and no more. */
export const ORDERS: readonly Command[] = [
  ...ONE.map(
    ([name, says, more]): Command => ({
      name,
      takes: ['<deployment>'],
      says,
      more: more === undefined ? WHOM : `${more}\n${WHOM}`,
      example: `npx deployment-authorizer ${name} etl-prod --cloud aws`,
      options: { ...optionsOf(name), ...BY, ...WAY },
      writes: true,
      run: (call) => send(call, { action: name, ...subjectIn(call) }),
    }),
  ),
  ...ALL.map(
    ([name, says, more]): Command => ({
      name,
      takes: [],
      says,
      ...(more && { more }),
      example: `npx deployment-authorizer ${name} --cloud aws --by jane@acme.com`,
      options: { ...BY, ...WAY },
      writes: true,
      run: (call) => send(call, { action: name }),
    }),
  ),
];

function optionsOf(name: string): Options {
  if (name === 'refresh') return {};
  return name === 'connect' ? { ...ACCESS, ...REPLACE } : ACCESS;
}

export function subjectIn({ args, texts, flags }: Call): object {
  const { access } = texts;
  return {
    ...subjectOf(args[0] ?? ''),
    ...(access && { accessId: access }),
    ...(flags.has('replace') && { replace: true }),
  };
}

async function send(call: Call, order: object): Promise<number> {
  const ask = await wayFor(call);
  const answer = await ask({ ...order, by: actor(call) });
  show(call, answer);
  return EXIT.ok;
}

/** The sentence, and the accesses it is about. */
export function show({ flags, terminal }: Call, answer: OperateAnswer): void {
  if (flags.has('json')) {
    terminal.out(JSON.stringify(answer, null, 2));
    return;
  }
  terminal.out(answer.text);
  if (answer.accesses.length === 0) return;
  const rows = answer.accesses.map(({ accessId, target, state, reason = '', advice = '' }) => [
    accessId,
    target,
    state,
    `${reason} ${advice}`.trim(),
  ]);
  terminal.out(table(['ACCESS', 'TARGET', 'STATE', 'WHY'], rows));
}
