import type { Claim, Placement } from './claim.ts';
import { draft } from './draft.ts';
import { buriedPiece, memberOf, memberPieces, withRoles } from './members.ts';
import {
  type Ask,
  asksOf,
  type Difference,
  type Piece,
  placeOf,
  type View,
  whatOf,
} from './pieces.ts';
import type { Plan, PlanContext, Problem, Standing } from './plan.ts';
import { allowPolicyFull, allowPolicyNearlyFull, isNearlyFull } from './problems.ts';

/** What gives roles to members, in whatever form it is written. */
export interface MemberList<Policy> {
  /** Who has which role under no condition. */
  members(policy: Policy): readonly Piece[];
  /** As Google counts: every occurrence. */
  count(policy: Policy): number;
  /** The very same policy where nothing changes. */
  changed(policy: Policy, change: Difference): Policy;
}

/** Has no marks: ours is what the record says we placed, and every other member is somebody else's. */
export function planMembers<Policy>(
  current: Policy,
  claims: readonly Claim[],
  { quota, rejected }: Pick<PlanContext, 'quota' | 'rejected'>,
  { members, count, changed }: MemberList<Policy>,
): Plan<Policy> {
  const there = members(current);
  const asks = asksOf(claims, memberPieces, withTombstones(there));
  const view = viewMembers(there, asks);
  const { policy, standings } = draft<Policy>(asks, new Map(), {
    view,
    build: (change, able) => changed(current, withoutLost(change, lostIn(view, able, rejected))),
    fits: (after) => count(after) <= quota,
    full: (after) => allowPolicyFull(count(after), quota),
  });
  return {
    change: policy === current ? { kind: 'none' } : { kind: 'write', policy },
    standings: sayingWhatIsOurs(standings, claims, view),
    notices: capacity(count(policy), quota),
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

/** What is ours of those whom Google does not know any more, but for what somebody still waits to get. */
function lostIn(
  { ours }: View,
  asks: readonly Ask[],
  rejected: ReadonlySet<string>,
): readonly Piece[] {
  if (rejected.size === 0) return [];
  const gone = new Set([...rejected].map(memberOf));
  const wanted = new Set(asks.flatMap((ask) => (ask.barred ? [] : (ask.wanted ?? []))));
  return [...ours].filter((entire) => gone.has(whatOf(entire)) && !wanted.has(entire));
}

/** They give nothing to anybody, and must not keep Google from taking what is written for others. */
function withoutLost({ add, remove }: Difference, lost: readonly Piece[]): Difference {
  if (add.size === 0 && remove.size === 0) return { add, remove };
  return { add, remove: new Set([...remove, ...lost]) };
}

/**
 * Written down as placed, a role that somebody else gave would one day be taken away with ours:
 * that is what a claim that adopts asks for.
 */
function sayingWhatIsOurs(
  standings: ReadonlyMap<string, Standing>,
  claims: readonly Claim[],
  { byHand }: View,
): ReadonlyMap<string, Standing> {
  const said = new Map(standings);
  for (const { accessId, wanted, adopt, barred } of claims) {
    const standing = standings.get(accessId);
    if (wanted === undefined || standing === undefined) continue;
    if (adopt && !barred) {
      if (standing.kind === 'by-hand') said.set(accessId, { kind: 'present' });
      continue;
    }
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
