import type { TrustPolicy } from './trust-policy.ts';

/** In characters without white space, as IAM counts; IAM itself has the last word. */
export function policySize(policy: TrustPolicy): number {
  return JSON.stringify(policy).length;
}
