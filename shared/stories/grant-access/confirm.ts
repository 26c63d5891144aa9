import type { Placement } from '../../policy/claim.ts';
import type { AccessItem } from '../../record/items.ts';
import { everPlaced, placementDigest } from '../../record/placement.ts';
import { after, SECOND } from '../../runtime/clock.ts';
import { wroteLately } from './doubt.ts';
import type { Finding } from './row-after.ts';

/** IAM keeps no etag: a write by somebody else at the same moment may have undone ours. */
const CONFIRM_AFTER = 75 * SECOND;

/** When what was just written is read once more; undefined where that is done, or not needed. */
export function confirmation({ situation, written, now }: Finding): string | undefined {
  const { item } = situation.access;
  if (!item.targetKey.startsWith('aws-')) return undefined;
  if (written) return after(now, CONFIRM_AFTER);
  // By a pass before this one, or by a call that was said to have failed.
  const lately = item.wrote !== undefined && wroteLately(item, now);
  return lately ? after(new Date(item.wrote.at), CONFIRM_AFTER) : undefined;
}

/**
 * What is no longer in place, and is ours to take again until the confirming read: one who read a
 * shared role before our write may put it back. In a role of our own nobody else writes.
 */
export function takenFrom(
  placed: readonly Placement[],
  finding: Finding,
): Pick<AccessItem, 'taken'> {
  const { item } = finding.situation.access;
  if (!item.targetKey.startsWith('aws-shared-role/') || !confirmation(finding)) return {};
  const left = new Set(placed.map(placementDigest));
  const taken = everPlaced(item).filter((one) => !left.has(placementDigest(one)));
  return taken.length === 0 ? {} : { taken };
}
