import { adoptTrust, inTurn, withMoved } from './adopt-trust.ts';
import type { Claim } from './claim.ts';
import { draft } from './draft.ts';
import { asksOf, type Piece, type View } from './pieces.ts';
import type { Plan, PlanContext } from './plan.ts';
import { ambiguousStatement, trustPolicyFull } from './problems.ts';
import { rewriteTrust } from './rewrite-trust.ts';
import { standStill } from './stand-still.ts';
import { trustNotices } from './trust-notices.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { trustRefusals } from './trust-refusals.ts';
import { policySize } from './trust-size.ts';
import { orphansIn, trustPiece, viewTrust, wantedByHand } from './trust-view.ts';

/**
 * The trust policy of a role that several Deployments share: each identity in our statement of its
 * ExternalId, and everybody else's statements as they are. Removed is only what some claim had
 * placed and no claim wants, or what a barred claim does not hold on to. Of others' statements only
 * whom a claim adopts is moved into ours.
 */
export function planTrustPolicy(
  current: TrustPolicy,
  claims: readonly Claim[],
  context: PlanContext,
): Plan<TrustPolicy> {
  const { moved, ...plan } = planOnce(current, claims, context);
  if (moved.size === 0 || plan.change.kind === 'none') return plan;
  // What was moved may have made room for somebody who had none.
  return inTurn(plan, planTrustPolicy(plan.change.policy, claims, context));
}

interface Step extends Plan<TrustPolicy> {
  /** What was adopted. */
  readonly moved: ReadonlySet<Piece>;
}

function planOnce(current: TrustPolicy, claims: readonly Claim[], context: PlanContext): Step {
  const { installation, rejected, quota } = context;
  const role = roleOf(claims);
  const asks = asksOf(claims, (placement) =>
    placement.specification.kind === 'awsSharedRole' ? [trustPiece(placement, installation)] : [],
  );
  const trust = viewTrust(current, installation);
  const view: View = { ours: trust.ours, byHand: wantedByHand(asks, trust) };
  if (trust.ambiguous !== undefined) {
    const problem = ambiguousStatement(role, trust.ambiguous);
    return { ...standStill<TrustPolicy>(asks, view, trust, problem), moved: new Set() };
  }
  const orphans = orphansIn(trust, asks, rejected);
  const drafted = draft<TrustPolicy>(asks, trustRefusals(asks, claims, view, role), {
    view,
    build: ({ add, remove }) => {
      const change = { add, remove: new Set([...remove, ...orphans]) };
      return rewriteTrust(current, change, claims, installation);
    },
    fits: (after) => policySize(after) <= quota,
    full: (after) => trustPolicyFull(role, policySize(after), quota),
  });
  const scene = { asks: drafted.asks, claims, trust, role, installation, quota };
  const { policy, moved } = adoptTrust(drafted.policy, scene);
  return {
    change: policy === current ? { kind: 'none' } : { kind: 'write', policy },
    standings: withMoved(drafted.standings, drafted.asks, moved, trust),
    notices: trustNotices({ role, policy, trust, asks, orphans, quota }),
    moved,
  };
}

function roleOf(claims: readonly Claim[]): string {
  const placements = claims.flatMap(({ wanted, placed }) =>
    wanted ? [wanted, ...placed] : placed,
  );
  const [role] = placements.flatMap(({ specification }) =>
    specification.kind === 'awsSharedRole' ? [specification.role] : [],
  );
  return role ?? 'this role';
}
