import { sweepOnce } from './deliver.ts';
import { drain } from './deliveries.ts';
import type { Installation } from './installation.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
/** Together longer than an absence has to last. */
const ROUNDS = 4;
const APART = 2.5 * MINUTE;

/** Sweeps one after another, and what they send, with a little trouble. */
export async function takeRounds(
  world: World,
  installation: Installation,
  random: Random,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await sweepOnce(world, installation, random);
    await drain(world, installation, 40, random, 0.2);
    world.truth.checkNobodyOut();
    world.time.advance(APART);
  }
}
