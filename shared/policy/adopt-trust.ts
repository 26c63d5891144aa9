import type { Claim } from './claim.ts';
import { type Ask, byAge, type Piece, whatOf } from './pieces.ts';
import type { Plan, Standing } from './plan.ts';
import { awsPrincipals } from './principals.ts';
import { rewriteTrust } from './rewrite-trust.ts';
import { statementsOf } from './same-policy.ts';
import type { Statement, TrustPolicy } from './trust-policy.ts';
import { trustRefusals } from './trust-refusals.ts';
import { policySize } from './trust-size.ts';
import { twinPieces } from './trust-twins.ts';
import type { TrustView } from './trust-view.ts';

interface Scene {
  readonly asks: readonly Ask[];
  readonly claims: readonly Claim[];
  /** As it stands. */
  readonly trust: TrustView;
  readonly role: string;
  readonly installation: string;
  readonly quota: number;
}

export interface Adoption {
  readonly policy: TrustPolicy;
  /** What is moved into our statements. */
  readonly moved: ReadonlySet<Piece>;
}

/**
 * Moves what adopting claims want from statements made by hand into ours: the oldest first, and as
 * long as there is room beside everything else. What finds none stays its owner's.
 */
export function adoptTrust(policy: TrustPolicy, scene: Scene): Adoption {
  const left = new Set(adoptable(scene));
  const moved = new Set<Piece>();
  let after = policy;
  for (;;) {
    const [next] = [...left].flatMap((entire) => {
      const moving = movedIn(after, entire, scene);
      return fits(moving, after, scene.quota) ? [{ entire, policy: moving }] : [];
    });
    if (next === undefined) return { policy: after, moved };
    left.delete(next.entire);
    moved.add(next.entire);
    after = next.policy;
  }
}

/** How those stand whose wish the move is; it is a write, and noted before it is made. */
export function withMoved(
  standings: ReadonlyMap<string, Standing>,
  asks: readonly Ask[],
  moved: ReadonlySet<Piece>,
  { ours }: TrustView,
): ReadonlyMap<string, Standing> {
  const said = new Map(standings);
  for (const { accessId, barred, wanted = [] } of asks) {
    const joins = wanted.some((entire) => moved.has(entire) && !ours.has(entire));
    if (joins && !barred) said.set(accessId, { kind: 'adding' });
  }
  return said;
}

/** Two plans made one after the other, as the one plan that does what both do. */
export function inTurn<Policy>(first: Plan<Policy>, second: Plan<Policy>): Plan<Policy> {
  const changes = ({ kind }: Standing) => kind === 'adding' || kind === 'removing';
  const standings = [...second.standings].map(([accessId, standing]) => {
    const before = first.standings.get(accessId);
    const says = changes(standing) || standing.kind === 'refused';
    return [accessId, says || !before || !changes(before) ? standing : before] as const;
  });
  const done = first.notices.filter(({ code }) => code === 'orphan-removed');
  return {
    change: second.change.kind === 'write' ? second.change : first.change,
    standings: new Map(standings),
    notices: [...second.notices, ...done],
  };
}

/** In the order in which they were wanted, each once. */
function adoptable({ asks, claims, trust, role }: Scene): readonly Piece[] {
  const adopting = new Set(claims.filter((one) => one.adopt).map(({ accessId }) => accessId));
  const refused = trustRefusals(asks, claims, { ours: trust.ours, byHand: new Set() }, role);
  return asks
    .filter(({ accessId, barred }) => adopting.has(accessId) && !barred && !refused.has(accessId))
    .toSorted(byAge)
    .flatMap(({ wanted = [] }) => wanted.filter((entire) => trust.twins.has(entire)));
}

function movedIn(
  policy: TrustPolicy,
  entire: Piece,
  { trust, claims, installation }: Scene,
): TrustPolicy {
  const Statement = statementsOf(policy).flatMap((statement) =>
    twinPieces(statement, installation).includes(entire)
      ? without(statement, whatOf(entire))
      : [statement],
  );
  const add = new Set(trust.ours.has(entire) ? [] : [entire]);
  return rewriteTrust({ ...policy, Statement }, { add, remove: new Set() }, claims, installation);
}

function without(statement: Statement, principal: string): readonly Statement[] {
  const left = awsPrincipals(statement).filter((one) => one !== principal);
  return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
}

function fits(policy: TrustPolicy, before: TrustPolicy, quota: number): boolean {
  return policySize(policy) <= Math.max(quota, policySize(before));
}
