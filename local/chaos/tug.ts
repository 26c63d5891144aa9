import { sweepOnce } from './deliver.ts';
import { drain } from './deliveries.ts';
import type { Installation } from './installation.ts';
import { resume } from './orders.ts';
import { pick, type Random } from './random.ts';
import { takeOut } from './take-out.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
const ROUNDS = 4;

/** Something else that writes the same policy, and takes the same out of it whenever it runs. */
export async function tug(
  world: World,
  installation: Installation,
  [which = 0, long = 0]: readonly number[],
  random: Random,
): Promise<string> {
  const { truth, time } = world;
  // Whoever paused it would see nothing put back.
  await resume(installation);
  const granted = truth.deployments().flatMap(({ id }) => [...truth.due(installation, id).grant]);
  const one = pick(
    granted.filter((each) => truth.isIn(each)),
    which,
  );
  if (one === undefined) return 'there is nothing to take out';
  for (let round = 0; round < ROUNDS; round += 1) {
    takeOut(world, one);
    truth.checkNobodyOut();
    time.advance(Math.floor((6.2 + long) * HOUR));
    await sweepOnce(world, installation, random);
    await drain(world, installation, 200, random);
    truth.checkNobodyOut();
  }
  return `somebody takes out ${one} ${ROUNDS} times`;
}
