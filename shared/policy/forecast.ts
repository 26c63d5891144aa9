import { targetKey } from '../rules/specification.ts';
import { countEntries } from './access-entries.ts';
import type { AllowPolicy } from './allow-policy.ts';
import { countMembers } from './bindings.ts';
import type { Claim, Placement } from './claim.ts';
import type { DatasetAccess } from './dataset-access.ts';
import { planAllowPolicy } from './plan-allow-policy.ts';
import { planDatasetAccess } from './plan-dataset-access.ts';
import { planTrustPolicy } from './plan-trust-policy.ts';
import { isNearlyFull } from './problems.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { policySize } from './trust-size.ts';

/** How full one shared policy would be. */
export interface Forecast {
  readonly targetKey: string;
  readonly unit: 'characters' | 'members';
  readonly used: number;
  readonly quota: number;
  readonly identities: number;
  readonly verdict: 'fits' | 'nearly full' | 'too much';
  /** The policy as it stands and our part, or our part alone: then what others have comes on top. */
  readonly counted: 'all' | 'our part';
}

export interface Quotas {
  /** Of a trust policy. */
  readonly characters: number;
  /** Of an allow policy. */
  readonly members: number;
}

/** IAM's default, and what every allow policy holds. */
export const USUAL_QUOTAS: Quotas = { characters: 2_048, members: 1_500 };

/** A policy as it was read, and how much it can hold where that is known. */
export interface Read {
  readonly policy: unknown;
  readonly quota?: number;
}

/**
 * Planned as it would be, on the policy as it was read, or on one in which nobody else is; a role
 * of its own holds one.
 */
export function forecast(
  placements: readonly Placement[],
  installation: string,
  quotas: Quotas = USUAL_QUOTAS,
  read: ReadonlyMap<string, Read> = new Map(),
): readonly Forecast[] {
  const shared = placements.filter(({ specification }) => specification.kind !== 'awsOwnRole');
  const policies = Map.groupBy(shared, ({ specification }) => targetKey(specification));
  return [...policies].sort(byKey).map(([key, those]) => {
    const unit = key.startsWith('aws-') ? 'characters' : 'members';
    const found = read.get(key);
    const used = usedOf(key, found?.policy, claimsOf(those), installation);
    const identities = new Set(those.map(({ identity }) => identity)).size;
    const quota = found?.quota ?? quotas[unit];
    const counted = found === undefined ? 'our part' : 'all';
    const verdict = verdictOf(used, quota);
    return { targetKey: key, unit, used, quota, identities, verdict, counted };
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

function usedOf(
  key: string,
  policy: unknown,
  claims: readonly Claim[],
  installation: string,
): number {
  const context = { installation, rejected: new Set<string>(), quota: Number.POSITIVE_INFINITY };
  // The family of the key says of what kind the policy is that was read under it.
  if (key.startsWith('aws-')) {
    const current = (policy ?? { Version: '2012-10-17', Statement: [] }) as TrustPolicy;
    const { change } = planTrustPolicy(current, claims, context);
    return policySize(change.kind === 'write' ? change.policy : current);
  }
  if (key.startsWith('gcp-dataset/')) {
    const current = (policy ?? { etag: '', access: [] }) as DatasetAccess;
    const { change } = planDatasetAccess(current, claims, context);
    return countEntries(change.kind === 'write' ? change.policy : current);
  }
  const current = (policy ?? { version: 3, bindings: [] }) as AllowPolicy;
  const { change } = planAllowPolicy(current, claims, context);
  return countMembers(change.kind === 'write' ? change.policy : current);
}

function verdictOf(used: number, quota: number): Forecast['verdict'] {
  if (used > quota) return 'too much';
  return isNearlyFull(used, quota) ? 'nearly full' : 'fits';
}
