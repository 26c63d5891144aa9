import type { Claim } from './claim.ts';
import { type Draft, draft } from './draft.ts';
import type { OwnRole } from './own-role.ts';
import { specificationOf } from './own-role-marks.ts';
import { ownRoleNotices } from './own-role-notices.ts';
import { isOfTrust, ownRoleAsks } from './own-role-pieces.ts';
import { inWords } from './own-role-problems.ts';
import { ownRoleRefusals } from './own-role-refusals.ts';
import { strangersTo } from './own-role-strangers.ts';
import { type OwnRoleView, viewOwnRole } from './own-role-view.ts';
import type { Ask } from './pieces.ts';
import type { Plan, PlanContext, Standing } from './plan.ts';
import { ambiguousStatement, trustPolicyFull } from './problems.ts';
import { additionsTo, changedRole, createdRole, isAbandoned } from './rewrite-own-role.ts';
import { standStill } from './stand-still.ts';
import { policySize } from './trust-size.ts';

/**
 * A role that one Deployment has for itself, from its creation to its deletion. A role of that
 * name which does not bear our marks is never adopted; of ours, only what we put there goes.
 */
export function planOwnRole(
  current: OwnRole | undefined,
  claims: readonly Claim[],
  context: PlanContext,
): Plan<OwnRole | undefined> {
  const strangers = strangersTo(current, claims, context.installation);
  const ours = claims.filter(({ accessId }) => !strangers.has(accessId));
  const plan = planOurs(current, ours, context);
  return { ...plan, standings: new Map([...plan.standings, ...strangers]) };
}

function planOurs(
  current: OwnRole | undefined,
  claims: readonly Claim[],
  context: PlanContext,
): Plan<OwnRole | undefined> {
  const specification = claims.map(specificationOf).find((one) => one !== undefined);
  if (specification === undefined) return nothingKnown(claims);
  const role = inWords(specification);
  const claimed = ownRoleAsks(claims, context.installation);
  const view = viewOwnRole(current, claimed, context);
  const { trust } = view;
  const asks = sparingUnclaimed(claimed, view);
  if (trust.ambiguous !== undefined) {
    return standStill(asks, view, trust, ambiguousStatement(role, trust.ambiguous));
  }
  const drafted = drafting(current, claims, asks, view, role, context);
  const { policy } = drafted;
  const notices = current
    ? ownRoleNotices({ role, current, policy, view, asks: claimed, quota: context.quota })
    : [];
  return {
    change: policy === current ? { kind: 'none' } : { kind: 'write', policy },
    standings: current && !policy ? deleting(drafted) : drafted.standings,
    notices,
  };
}

function drafting(
  current: OwnRole | undefined,
  claims: readonly Claim[],
  asks: readonly Ask[],
  view: OwnRoleView,
  role: string,
  { installation, quota }: PlanContext,
): Draft<OwnRole | undefined> {
  const size = (policy: OwnRole | undefined) => (policy ? policySize(policy.trust) : 0);
  return draft<OwnRole | undefined>(asks, ownRoleRefusals(claims, role), {
    view,
    build: ({ add, remove }, able) => {
      if (current === undefined) return createdRole({ add, remove }, claims, installation);
      const added = additionsTo(current, able, view);
      if (isAbandoned(able) && added.length === 0) return undefined;
      const change = { add, remove: new Set([...remove, ...view.orphans]) };
      return changedRole(current, change, claims, installation);
    },
    fits: (policy, { add }) => size(policy) <= quota || ![...add].some(isOfTrust),
    full: (policy) => trustPolicyFull(`the ${role}`, size(policy), quota),
  });
}

/** The record names no role: nothing is known of this one, so nothing of it is ours to judge. */
function nothingKnown(claims: readonly Claim[]): Plan<OwnRole | undefined> {
  const standings = claims.map(({ accessId }) => [accessId, { kind: 'absent' }] as const);
  return { change: { kind: 'none' }, standings: new Map<string, Standing>(standings), notices: [] };
}

/**
 * Somebody whom the record has forgotten is still let in: until that is known to be an error, the
 * role keeps its policies.
 */
function sparingUnclaimed(asks: readonly Ask[], { unclaimed }: OwnRoleView): readonly Ask[] {
  if (!isAbandoned(asks) || unclaimed.length === 0) return asks;
  return asks.map((ask) => ({ ...ask, placed: ask.placed.filter(isOfTrust) }));
}

function deleting({ asks, standings }: Draft<unknown>): ReadonlyMap<string, Standing> {
  const placed = asks.filter((ask) => ask.placed.length > 0);
  return new Map([
    ...standings,
    ...placed.map((ask) => [ask.accessId, { kind: 'removing' }] as const),
  ]);
}
