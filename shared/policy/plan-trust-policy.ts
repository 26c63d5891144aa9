import type { Claim } from './claim.ts';
import { draft } from './draft.ts';
import { asksOf, type View } from './pieces.ts';
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
 * placed and no claim wants, or what a barred claim does not hold on to.
 */
export function planTrustPolicy(
  current: TrustPolicy,
  claims: readonly Claim[],
  context: PlanContext,
): Plan<TrustPolicy> {
  const { installation, rejected, quota } = context;
  const role = roleOf(claims);
  const asks = asksOf(claims, (placement) =>
    placement.specification.kind === 'awsSharedRole' ? [trustPiece(placement, installation)] : [],
  );
  const trust = viewTrust(current, installation);
  const view: View = { ours: trust.ours, byHand: wantedByHand(asks, trust) };
  if (trust.ambiguous !== undefined) {
    return standStill(asks, view, trust, ambiguousStatement(role, trust.ambiguous));
  }
  const orphans = orphansIn(trust, asks, rejected);
  const { policy, standings } = draft<TrustPolicy>(asks, trustRefusals(asks, claims, view, role), {
    view,
    build: ({ add, remove }) => {
      const change = { add, remove: new Set([...remove, ...orphans]) };
      return rewriteTrust(current, change, claims, installation);
    },
    fits: (after) => policySize(after) <= quota,
    full: (after) => trustPolicyFull(role, policySize(after), quota),
  });
  return {
    change: policy === current ? { kind: 'none' } : { kind: 'write', policy },
    standings,
    notices: trustNotices({ role, policy, trust, asks, orphans, quota }),
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
