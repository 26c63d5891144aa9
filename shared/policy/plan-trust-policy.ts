import type { Claim } from './claim.ts';
import { type Desk, draft } from './draft.ts';
import { type Ask, asksOf, difference, type View, whatOf } from './pieces.ts';
import type { Plan, PlanContext, Problem } from './plan.ts';
import { isWide } from './principals.ts';
import {
  ambiguousStatement,
  externalIdConflict,
  trustPolicyFull,
  widePrincipal,
} from './problems.ts';
import { rewriteTrust } from './rewrite-trust.ts';
import { standStill } from './stand-still.ts';
import { trustNotices } from './trust-notices.ts';
import type { TrustPolicy } from './trust-policy.ts';
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
  const { installation, quota } = context;
  const role = roleOf(claims);
  const asks = asksOf(claims, (placement) =>
    placement.specification.kind === 'awsSharedRole' ? [trustPiece(placement, installation)] : [],
  );
  const trust = viewTrust(current, installation);
  const view: View = { ours: trust.ours, byHand: wantedByHand(asks, trust) };
  if (trust.ambiguous !== undefined) {
    return standStill(asks, view, trust, ambiguousStatement(role, trust.ambiguous));
  }
  const orphans = orphansIn(trust, asks, context.rejected);
  const desk: Desk<TrustPolicy> = {
    view,
    build: ({ add, remove }) => {
      const change = { add, remove: new Set([...remove, ...orphans]) };
      return rewriteTrust(current, change, claims, installation);
    },
    fits: (policy, { add }) => add.size === 0 || policySize(policy) <= quota,
    full: (policy) => trustPolicyFull(role, policySize(policy), quota),
  };
  const { policy, standings } = draft(asks, refusedOutright(asks, claims, view, role), desk);
  return {
    change: policy === current ? { kind: 'none' } : { kind: 'write', policy },
    standings,
    notices: trustNotices({ role, policy, trust, asks, orphans, quota }),
  };
}

/** Whom we would not let in whatever room there is; who is in already stays. */
function refusedOutright(
  asks: readonly Ask[],
  claims: readonly Claim[],
  view: View,
  role: string,
): ReadonlyMap<string, Problem> {
  const { add } = difference(asks, view);
  const conflict = withAndWithoutExternalId(claims);
  const refused = new Map<string, Problem>();
  for (const { accessId, barred, wanted = [] } of asks) {
    const missing = barred ? undefined : wanted.find((entire) => add.has(entire));
    if (missing === undefined) continue;
    if (isWide(whatOf(missing))) refused.set(accessId, widePrincipal(role, whatOf(missing)));
    else if (conflict) refused.set(accessId, externalIdConflict(role));
  }
  return refused;
}

function withAndWithoutExternalId(claims: readonly Claim[]): boolean {
  const kinds = claims.flatMap(({ wanted }) => {
    if (wanted?.specification.kind !== 'awsSharedRole') return [];
    return [wanted.specification.externalId === undefined];
  });
  return new Set(kinds).size > 1;
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
