import type { AccessItem } from '../../record/items.ts';
import { type Order, orderDigest } from '../../record/order.ts';
import type { Versioned } from '../../record/record.ts';
import { OF_SOME } from './kinds.ts';
import type { Pass } from './pass.ts';

/** What is refused to an access for what it is, whatever the cloud takes from others. */
const BY_ITSELF = [...OF_SOME, 'contested'];
/** What is refused to all alike: once the cloud has taken a write, it may take this one, too. */
const TO_ALL = ['access-denied', 'limit-exceeded', 'unmodifiable', 'orphan-principal'];

/**
 * Whether it is left alone until it is due or somebody asks, though its target is written or looked
 * at for others: a principal that the cloud did not know spoils the whole write, what was refused
 * for good is refused again, and who takes it out a third time would find it put back all the same.
 */
export function isResting(
  { item, due }: Versioned<AccessItem>,
  order: Order,
  now: Date,
  pass?: Pick<Pass, 'written'>,
): boolean {
  const isWaiting = due !== undefined && due > now.toISOString();
  return isWaiting && item.answers === orderDigest(order) && restsBy(item, pass);
}

function restsBy({ state, reason }: AccessItem, pass?: Pick<Pass, 'written'>): boolean {
  if (reason === undefined) return false;
  if (reason.code.startsWith('identity-')) return true;
  if (state !== 'refused') return false;
  if (BY_ITSELF.includes(reason.code)) return true;
  return TO_ALL.includes(reason.code) && (pass?.written.size ?? 0) === 0;
}
