import { meddleWithConnections } from './connection-hands.ts';
import { meddleWithPolicy } from './policy-hands.ts';
import { pick } from './random.ts';
import { meddleWithRole } from './role-hands.ts';
import type { World } from './world.ts';

/** Somebody else writes to what the product writes to as well. */
export function meddle(world: World, dice: readonly number[]): string {
  const clouds = [...new Set(world.installations.map(({ cloud }) => cloud))];
  const [where = 0, ...rest] = dice;
  const cloud = pick(clouds, where);
  if (world.focus.connect && (where * 10) % 1 < 0.6) return meddleWithConnections(world, rest);
  return world.truth.byHand(() =>
    cloud === 'aws' ? meddleWithRole(world, rest) : meddleWithPolicy(world, rest),
  );
}
