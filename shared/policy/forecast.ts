import { targetKey } from '../rules/specification.ts';
import type { AllowPolicy } from './allow-policy.ts';
import { countMembers } from './bindings.ts';
import type { Claim, Placement } from './claim.ts';
import { planAllowPolicy } from './plan-allow-policy.ts';
import { planTrustPolicy } from './plan-trust-policy.ts';
import { isNearlyFull } from './problems.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { policySize } from './trust-size.ts';

/** How full one shared policy would be with our part alone; what others have in it comes on top. */
export interface Forecast {
  readonly targetKey: string;
  readonly unit: 'characters' | 'members';
  readonly used: number;
  readonly quota: number;
  readonly identities: number;
  readonly verdict: 'fits' | 'nearly full' | 'too much';
}

export interface Quotas {
  /** Of a trust policy. */
  readonly characters: number;
  /** Of an allow policy. */
  readonly members: number;
}

/** IAM's default, and what every allow policy holds. */
export const USUAL_QUOTAS: Quotas = { characters: 2_048, members: 1_500 };

/** Planned as it would be, on a policy in which nobody else is; a role of its own holds one. */
export function forecast(
  placements: readonly Placement[],
  installation: string,
  quotas: Quotas = USUAL_QUOTAS,
): readonly Forecast[] {
  const shared = placements.filter(({ specification }) => specification.kind !== 'awsOwnRole');
  const policies = Map.groupBy(shared, ({ specification }) => targetKey(specification));
  return [...policies].sort(byKey).map(([key, those]) => {
    const isTrust = key.startsWith('aws-');
    const unit = isTrust ? 'characters' : 'members';
    const used = (isTrust ? trustSize : memberCount)(claimsOf(those), installation);
    const identities = new Set(those.map(({ identity }) => identity)).size;
    const quota = quotas[unit];
    return { targetKey: key, unit, used, quota, identities, verdict: verdictOf(used, quota) };
  });
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function claimsOf(placements: readonly Placement[]): readonly Claim[] {
  return placements.map((wanted, place) => ({
    accessId: String(place),
    wanted,
    placed: [],
    since: '',
  }));
}

function context(installation: string) {
  return { installation, rejected: new Set<string>(), quota: Number.POSITIVE_INFINITY };
}

function trustSize(claims: readonly Claim[], installation: string): number {
  const empty: TrustPolicy = { Version: '2012-10-17', Statement: [] };
  const { change } = planTrustPolicy(empty, claims, context(installation));
  return policySize(change.kind === 'write' ? change.policy : empty);
}

function memberCount(claims: readonly Claim[], installation: string): number {
  const empty: AllowPolicy = { version: 3, bindings: [] };
  const { change } = planAllowPolicy(empty, claims, context(installation));
  return countMembers(change.kind === 'write' ? change.policy : empty);
}

function verdictOf(used: number, quota: number): Forecast['verdict'] {
  if (used > quota) return 'too much';
  return isNearlyFull(used, quota) ? 'nearly full' : 'fits';
}
