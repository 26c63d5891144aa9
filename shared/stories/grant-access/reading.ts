import type { Target } from '../../cloud/target.ts';
import type { Claim } from '../../policy/claim.ts';
import type { Plan } from '../../policy/plan.ts';

/** A policy as it was just read, and what is claimed of it. */
export interface Reading {
  readonly target: Pick<Target<unknown>, 'plan'>;
  readonly current: unknown;
  readonly claims: readonly Claim[];
  readonly rejected: ReadonlySet<string>;
}

/** What would become of the policy if one claim were this one. No call to the cloud. */
export function planWith({ target, current, claims, rejected }: Reading, claim: Claim) {
  const others = claims.filter(({ accessId }) => accessId !== claim.accessId);
  return target.plan(current, [...others, claim], rejected);
}

/** What one claim alone would change. */
export function planAlone(reading: Reading, accessId: string): Plan<unknown> {
  const { target, current, claims, rejected } = reading;
  const alone = claims.map((one) => (one.accessId === accessId ? one : { ...one, barred: true }));
  return target.plan(current, alone, rejected);
}
