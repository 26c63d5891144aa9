import { type Ask, type Piece, whatOf } from './pieces.ts';
import type { Problem } from './plan.ts';
import {
  isNearlyFull,
  orphanRemoved,
  trustPolicyNearlyFull,
  unclaimedPrincipal,
} from './problems.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { policySize } from './trust-size.ts';
import { type TrustView, unclaimedIn } from './trust-view.ts';

interface Trust {
  readonly role: string;
  /** As it should become. */
  readonly policy: TrustPolicy;
  /** As it stands. */
  readonly trust: TrustView;
  readonly asks: readonly Ask[];
  readonly orphans: readonly Piece[];
  readonly quota: number;
}

/** What an operator should hear of a trust policy, though nothing fails. */
export function trustNotices(about: Trust): readonly Problem[] {
  const { role, policy, trust, asks, orphans, quota } = about;
  const size = policySize(policy);
  return [
    ...unclaimedIn(trust, asks).map((principal) => unclaimedPrincipal(role, principal)),
    ...orphans.map(whatOf).map((uniqueId) => orphanRemoved(role, uniqueId)),
    ...(isNearlyFull(size, quota) ? [trustPolicyNearlyFull(role, size, quota)] : []),
  ];
}
