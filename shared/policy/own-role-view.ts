import type { OwnRole } from './own-role.ts';
import { rolePieces } from './own-role-pieces.ts';
import type { Ask, Piece, View } from './pieces.ts';
import type { PlanContext } from './plan.ts';
import { orphansIn, type TrustView, unclaimedIn, viewTrust } from './trust-view.ts';

export interface OwnRoleView extends View {
  readonly trust: TrustView;
  readonly orphans: readonly Piece[];
  readonly unclaimed: readonly string[];
}

const NOBODY: TrustView = {
  ours: new Set(),
  marked: new Set(),
  foreign: [],
  byHand: new Set(),
  twins: new Set(),
};

/** In a role of ours nobody's hand counts: what is wanted is in our own statement. */
export function viewOwnRole(
  role: OwnRole | undefined,
  asks: readonly Ask[],
  { installation, rejected }: PlanContext,
): OwnRoleView {
  const trust = role ? viewTrust(role.trust, installation) : NOBODY;
  return {
    ours: new Set([...trust.ours, ...(role ? rolePieces(role) : [])]),
    byHand: new Set(),
    trust,
    orphans: orphansIn(trust, asks, rejected),
    unclaimed: unclaimedIn(trust, asks),
  };
}
