import { type Ask, difference, type View } from './pieces.ts';
import type { Plan, Problem, Standing } from './plan.ts';
import { standingsOf } from './standings.ts';
import type { TrustView } from './trust-view.ts';

/** Changes nothing, and refuses whatever would need a change: for a policy that we cannot be sure of. */
export function standStill<Policy>(
  asks: readonly Ask[],
  view: View,
  trust: TrustView,
  problem: Problem,
): Plan<Policy> {
  const change = difference(asks, view);
  const standings = standingsOf({ asks, view, change, refused: new Map() });
  // What stands in a statement that is no longer as we wrote it is not gone.
  const stuck = difference(asks, { ours: trust.marked, byHand: view.byHand }).remove;
  const refused = new Map<string, Standing>(standings);
  for (const { accessId, placed } of asks) {
    const kind = standings.get(accessId)?.kind;
    const needs = kind === 'adding' || kind === 'removing';
    const leaves = placed.some((entire) => stuck.has(entire));
    if (needs || leaves) refused.set(accessId, { kind: 'refused', problem });
  }
  return { change: { kind: 'none' }, standings: refused, notices: [problem] };
}
