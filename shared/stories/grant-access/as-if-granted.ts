import type { Claim } from '../../policy/claim.ts';
import type { Want } from '../../record/items.ts';
import { claimOf } from '../../record/order.ts';
import type { Situation } from './situation.ts';

type Proposed = Situation & { readonly order: { readonly kind: 'keep'; readonly want: Want } };

/** Whether only its mode holds it back: somebody must approve it, or nothing is ever written. */
export function isProposed(situation: Situation): situation is Proposed {
  const { order } = situation;
  return (
    order.kind === 'keep' &&
    order.want !== undefined &&
    (order.why.code === 'approval' || order.why.code === 'preview')
  );
}

/** The claim that it would make if its mode did not hold it back; else the one that it makes. */
export function asIfGranted(situation: Situation): Claim {
  if (!isProposed(situation)) return situation.claim;
  const { access, order } = situation;
  return claimOf(access.item, { kind: 'grant', want: order.want }, false);
}
