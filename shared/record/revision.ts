import { digest } from '../runtime/json.ts';
import type { AccessItem, DecisionItem, Want } from './items.ts';
import { placementDigest } from './placement.ts';

/**
 * Of everything that a person saw when they pressed a button. A press made for another revision
 * has no effect: what they agreed to is no longer what would happen.
 */
export function revisionOf(
  want: Want,
  access: Pick<AccessItem, 'state'> | undefined,
  decision: DecisionItem | undefined,
): string {
  const { mode, until, withheld, kept } = want;
  return digest([
    placementDigest(want),
    mode,
    until ?? null,
    withheld ?? false,
    kept ?? false,
    access?.state ?? 'pending',
    decision?.verdict ?? null,
    decision?.at ?? null,
  ]).slice(0, 16);
}

/** Of all accesses of a Deployment at once, in whatever order they are shown. */
export function wholeRevision(revisions: readonly string[]): string {
  return digest(revisions.toSorted());
}
