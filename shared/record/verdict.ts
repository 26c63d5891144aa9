import type { Decided, DecisionItem, Want } from './items.ts';
import { placementDigest } from './placement.ts';

/** Whether a rule gives it now, as far as was last decided. */
export function isGiven({ until, kept, withheld }: Want): boolean {
  return until === undefined && !kept && !withheld;
}

/** Another specification under approval is another question than the one that was denied. */
export function isDenied(
  want: Want,
  decision: DecisionItem | undefined,
): decision is DecisionItem & { readonly verdict: 'denied' } {
  if (decision?.verdict !== 'denied') return false;
  return want.mode !== 'approve' || decision.placement === placementDigest(want);
}

/**
 * Whether a person said that it stays, of something that ends or was kept before. A decision from
 * before it began to end is about another ending.
 */
export function isKept(want: Want, decision: DecisionItem | undefined): boolean {
  if (decision?.verdict !== 'kept' || decision.placement !== placementDigest(want)) return false;
  if (want.kept) return true;
  return want.until !== undefined && decision.at >= (want.endingSince ?? '');
}

/** The same without an end, where it has one. */
export function staying(want: Want): Want {
  if (isGiven(want) || want.withheld) return want;
  const { until: _until, endingSince: _since, ...rest } = want;
  return { ...rest, kept: true };
}

/** Gone and known to be: what the breaker holds on to is looked for on, and still decided about. */
export function isTakenBack({ nothing, wants }: Decided): boolean {
  return nothing?.code === 'gone' && wants.length === 0;
}
