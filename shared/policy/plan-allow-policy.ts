import type { AllowPolicy } from './allow-policy.ts';
import { countMembers, rebind, unconditionalMembers } from './bindings.ts';
import type { Claim, Placement } from './claim.ts';
import { draft } from './draft.ts';
import { buriedPiece, memberPieces, withRoles } from './members.ts';
import { type Ask, asksOf, type Piece, placeOf, type View } from './pieces.ts';
import type { Plan, PlanContext, Problem, Standing } from './plan.ts';
import { allowPolicyFull, allowPolicyNearlyFull, isNearlyFull } from './problems.ts';

/**
 * An allow policy of Google Cloud, of a project, a bucket or a service account. It has no marks:
 * ours is what the record says we placed, and every other member is somebody else's.
 */
export function planAllowPolicy(
  current: AllowPolicy,
  claims: readonly Claim[],
  { quota }: PlanContext,
): Plan<AllowPolicy> {
  const there = unconditionalMembers(current);
  const asks = asksOf(claims, memberPieces, withTombstones(there));
  const view = viewMembers(there, asks);
  const { policy, standings } = draft<AllowPolicy>(asks, new Map(), {
    view,
    build: (change) => rebind(current, change),
    fits: (after, { add }) => add.size === 0 || countMembers(after) <= quota,
    full: (after) => allowPolicyFull(countMembers(after), quota),
  });
  return {
    change: policy === current ? { kind: 'none' } : { kind: 'write', policy },
    standings: sayingWhatIsOurs(standings, claims, view),
    notices: capacity(countMembers(policy), quota),
  };
}

/** What we placed may be there as a tombstone too; nobody wants that, so it goes. */
function withTombstones(there: readonly Piece[]): (placement: Placement) => readonly Piece[] {
  const buried = Map.groupBy(there, (entire) => buriedPiece(entire));
  return (placement) =>
    memberPieces(placement).flatMap((entire) => [entire, ...(buried.get(entire) ?? [])]);
}

function viewMembers(there: readonly Piece[], asks: readonly Ask[]): View {
  const placed = new Set(asks.flatMap((ask) => ask.placed));
  return {
    ours: new Set(there.filter((entire) => placed.has(entire))),
    byHand: new Set(there.filter((entire) => !placed.has(entire))),
  };
}

/** Written down as placed, a role that somebody else gave would one day be taken away with ours. */
function sayingWhatIsOurs(
  standings: ReadonlyMap<string, Standing>,
  claims: readonly Claim[],
  { byHand }: View,
): ReadonlyMap<string, Standing> {
  const said = new Map(standings);
  for (const { accessId, wanted } of claims) {
    const standing = standings.get(accessId);
    if (wanted === undefined || standing === undefined) continue;
    if (standing.kind !== 'present' && standing.kind !== 'adding') continue;
    const pieces = memberPieces(wanted);
    const mine = pieces.filter((entire) => !byHand.has(entire));
    if (mine.length === pieces.length) continue;
    said.set(accessId, { ...standing, ours: withRoles(wanted, mine.map(placeOf)) });
  }
  return said;
}

function capacity(used: number, quota: number): readonly Problem[] {
  return isNearlyFull(used, quota) ? [allowPolicyNearlyFull(used, quota)] : [];
}
