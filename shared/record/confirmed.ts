import { after, MINUTE } from '../runtime/clock.ts';
import type { AccessItem, DeploymentItem } from './items.ts';
import type { Order } from './order.ts';
import { ENDING, UNWANTED } from './order-reasons.ts';
import { everPlaced, placementDigest } from './placement.ts';

/** How long a decision may have something taken away; after that Astro and the rules are asked first. */
const CONFIRMED_FOR = 15 * MINUTE;

/**
 * Whether the order would take something away, or has an end that is over, on the word of a
 * decision that may be no longer so: a record may have been restored to what it was hours ago. To
 * give on such a word does less harm, and what a person denied needs no other word.
 */
export function isUnconfirmed(
  access: Pick<AccessItem, 'placed' | 'taken'>,
  order: Order,
  deployment: DeploymentItem | undefined,
  now: Date,
): boolean {
  if (order.kind === 'keep') return hasEnded(order, now);
  const at = deployment?.decided?.at;
  if (at === undefined || !takes(access, order)) return false;
  return after(new Date(at), CONFIRMED_FOR) < now.toISOString();
}

function hasEnded({ why, want }: Extract<Order, { readonly kind: 'keep' }>, now: Date): boolean {
  return why.code === ENDING.code && (want?.until ?? '') <= now.toISOString();
}

function takes(
  access: Pick<AccessItem, 'placed' | 'taken'>,
  order: Exclude<Order, { readonly kind: 'keep' }>,
): boolean {
  const ours = everPlaced(access);
  if (order.kind === 'withdraw') return order.why.code === UNWANTED.code && ours.length > 0;
  const wanted = placementDigest(order.want);
  return ours.some((one) => placementDigest(one) !== wanted);
}
