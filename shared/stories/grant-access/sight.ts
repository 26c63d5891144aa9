import { PolicyRefusedError } from '../../cloud/errors.ts';
import type { Target } from '../../cloud/target.ts';
import type { Plan, Standing } from '../../policy/plan.ts';
import type { Situation } from './situation.ts';

export type Sight =
  | { readonly kind: 'seen'; readonly current: unknown }
  | { readonly kind: 'refused'; readonly error: PolicyRefusedError };

/** A policy that may not be read, or is not there, is an answer too. */
export async function look(target: Target<unknown>): Promise<Sight> {
  try {
    return { kind: 'seen', current: await target.read() };
  } catch (error) {
    if (error instanceof PolicyRefusedError) return { kind: 'refused', error };
    throw error;
  }
}

/** What follows from a policy that cannot be read: nothing is known, but that what is gone gives nothing. */
export function unread(situations: readonly Situation[], error: PolicyRefusedError): Plan<unknown> {
  const problem = { code: error.code, text: error.message, advice: error.advice };
  const standingOf = ({ order }: Situation): Standing =>
    order.kind === 'withdraw' && error.code === 'target-gone'
      ? { kind: 'absent' }
      : { kind: 'refused', problem };
  const standings = situations.map((one) => [one.access.item.accessId, standingOf(one)] as const);
  return { change: { kind: 'none' }, standings: new Map(standings), notices: [] };
}
