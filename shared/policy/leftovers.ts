import { whatOf } from './pieces.ts';
import { isUniqueId } from './principals.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { viewTrust } from './trust-view.ts';

/**
 * Bare ids in our statements. Whether they are what is left of deleted roles, or roles that are
 * shown so for a moment, IAM alone knows: it refuses a policy that names the former.
 */
export function leftoversIn(policy: TrustPolicy, installation: string): readonly string[] {
  return [...viewTrust(policy, installation).ours].map(whatOf).filter(isUniqueId);
}
