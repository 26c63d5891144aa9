import type { Placement } from '../policy/claim.ts';
import { digest } from '../runtime/json.ts';

/** Of a want, only what goes into the policy. */
export function placementOf({ identity, specification }: Placement): Placement {
  return { identity, specification };
}

/** The digest of what a decision was made for: another placement needs another decision. */
export function placementDigest(placement: Placement): string {
  return digest(placementOf(placement));
}
