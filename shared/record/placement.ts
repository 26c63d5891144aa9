import type { Placement } from '../policy/claim.ts';
import { digest } from '../runtime/json.ts';
import type { AccessItem } from './items.ts';

/** Of a want, only what goes into the policy. */
export function placementOf({ identity, specification }: Placement): Placement {
  return { identity, specification };
}

/** The digest of what a decision was made for: another placement needs another decision. */
export function placementDigest(placement: Placement): string {
  return digest(placementOf(placement));
}

/** Once each: what is looked at day after day would otherwise grow the row without end. */
export function withPlacement(placed: readonly Placement[], ours: Placement): readonly Placement[] {
  const known = placed.some((one) => placementDigest(one) === placementDigest(ours));
  return known ? placed : [...placed, ours];
}

/** What is in place for an access, or was taken out and may be put back. */
export function everPlaced({
  placed,
  taken = [],
}: Pick<AccessItem, 'placed' | 'taken'>): readonly Placement[] {
  return taken.reduce(withPlacement, placed);
}
