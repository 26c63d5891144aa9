import { isGiven } from '../record/verdict.ts';
import type { Press, Verb } from '../slack/press.ts';
import type { SeenAccess, Sight } from './answer-sight.ts';

type Decides = Exclude<Verb, 'details' | 'diff'>;

/** Whether there is anything about an access that a verb could change. */
const CONCERNS: Readonly<Record<Decides, (access: SeenAccess) => boolean>> = {
  approve: ({ order }) => waitsFor(order, 'approval', 'denied'),
  deny: ({ order }) => waitsFor(order, 'approval'),
  hold: ({ order }) => order.kind === 'grant' || waitsFor(order, 'approval'),
  release: ({ order }) => waitsFor(order, 'held', 'denied'),
  revoke: ({ row }) => row.state === 'granted' || row.placed.length > 0,
  undo: ({ order }) => waitsFor(order, 'ending', 'withheld'),
  retry: ({ row }) => row.state === 'refused' || row.state === 'waiting',
  connect: ({ want, row }) => isConnectable(want.connection) && row.state === 'granted',
  replace: ({ want, handed }) => isConnectable(want.connection) && handed?.state === 'taken',
};

/** Those accesses that a press is about: the one that it names, or all that it concerns. */
export function concernedBy(
  { verb, accessId }: Press & { readonly verb: Decides },
  { accesses }: Sight,
): readonly SeenAccess[] {
  const named = (access: SeenAccess) => accessId === undefined || access.want.accessId === accessId;
  // What one button was shown for, the record still says by its revision; but for the connection.
  const judged = accessId === undefined || verb === 'connect' || verb === 'replace';
  return accesses.filter((one) => named(one) && (!judged || CONCERNS[verb](one)));
}

/** As what a press must be judged: whatever lets an access stay that no rule gives is an undoing. */
export function meantBy(verb: Verb, { want }: SeenAccess): Verb {
  return (verb === 'release' || verb === 'hold') && !isGiven(want) ? 'undo' : verb;
}

/**
 * Whether what is asked for was asked for since this press, is being made, or is there: the same
 * press twice, and an impatient second one, ask for nothing more.
 */
export function isAsked({ ask, handed }: SeenAccess, replace: boolean, pressedAt: Date): boolean {
  if (ask === undefined || (replace && !ask.replace)) return false;
  if (ask.at >= pressedAt.toISOString()) return true;
  if (handed === undefined || handed.at < ask.at || handed.state === 'waiting') return true;
  return handed.state === 'created' && handed.connection === ask.connection;
}

function waitsFor({ kind, ...order }: SeenAccess['order'], ...codes: readonly string[]): boolean {
  return kind !== 'grant' && 'why' in order && codes.includes(order.why.code);
}

function isConnectable(connection: SeenAccess['want']['connection']): boolean {
  return connection !== undefined && connection.create !== 'never';
}
