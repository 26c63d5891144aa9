import type { Claim } from '../policy/claim.ts';
import { claimOf } from '../record/order.ts';
import type { Situation } from './situation.ts';

/** Whether only its mode holds it back: somebody must approve it, or nothing is ever written. */
export function isProposed({ order }: Situation): boolean {
  return (
    order.kind === 'keep' &&
    order.want !== undefined &&
    (order.why.code === 'approval' || order.why.code === 'preview')
  );
}

/** The claim that it would make if its mode did not hold it back; else the one that it makes. */
export function asIfGranted(situation: Situation): Claim {
  const { access, order, claim } = situation;
  if (order.kind !== 'keep' || order.want === undefined || !isProposed(situation)) return claim;
  return claimOf(access.item, { kind: 'grant', want: order.want }, false);
}
