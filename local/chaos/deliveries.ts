import { deliver } from './deliver.ts';
import type { Installation } from './installation.ts';
import { meanwhile } from './meanwhile.ts';
import { pick, type Random } from './random.ts';
import { troubleOf } from './trouble.ts';
import type { World } from './world.ts';

/** One to three messages, mostly the oldest, at the same time and with some trouble. */
export async function deliverSome(
  world: World,
  installation: Installation,
  [many = 0, which = 0, same = 0, ...dice]: readonly number[],
  random: Random,
): Promise<string> {
  const { queue } = installation;
  const first = which < 0.7 ? queue[0] : pick(queue, (which - 0.7) / 0.3);
  if (first === undefined) return 'nothing to deliver';
  const others = queue.filter((one) => one !== first);
  const alike = others.filter(({ to, key }) => to === first.to && key === first.key);
  const more = many < 0.6 ? [] : many < 0.9 ? [pick(others, same)] : others.slice(0, 2);
  if (many < 0.6 && same < 0.3 && alike[0] !== undefined) more.push(alike[0]);
  const between = (dice[6] ?? 1) < 0.3 ? meanwhile(world, installation, first, random) : undefined;
  // Doubled on its way: of two who are at the same thing, one may know better. IAM keeps no etag.
  const isRole = first.key.startsWith('aws-');
  if (between && !isRole && more.length === 0 && random() < 0.7) more.push({ ...first });
  const letters = [first, ...more.filter((one) => one !== undefined)];
  const deliveries = letters.map((letter, place) => ({
    ...{ installation, letter },
    trouble: place === 0 ? troubleOf(dice) : undefined,
  }));
  const said = await deliver(world, deliveries, random, between);
  return `${said}${between?.said() ?? ''}`;
}

export async function drain(
  world: World,
  installation: Installation,
  most: number,
  random: Random,
  trouble = 0,
): Promise<string> {
  const said: string[] = [];
  for (let count = 0; count < most; count += 1) {
    const [letter] = installation.queue;
    if (letter === undefined) break;
    // The writes to IAM are few among all that is delivered.
    const often = isTarget(letter) ? 2 * trouble : trouble;
    const met = random() < often ? troubleOf(Array.from({ length: 6 }, random)) : undefined;
    said.push(await deliver(world, [{ installation, letter, trouble: met }], random));
  }
  return said.join('; ');
}

/** A message of each of the two installations of one cloud, at the same moment: mostly about the same target. */
export function deliverTogether(
  world: World,
  { cloud }: Installation,
  dice: readonly number[],
  random: Random,
): Promise<string> {
  const both = world.installations.filter((one) => one.cloud === cloud);
  // IAM keeps no etag: of two who write a role in the same second, one may be overwritten.
  const targets = cloud === 'gcp' ? both.map(({ queue }) => queue.find(isTarget)) : [];
  const deliveries = both.flatMap((installation, place) => {
    const { queue } = installation;
    const other = queue.find(({ to }) => cloud === 'gcp' || to !== 'target');
    const letter = targets[place] ?? other;
    const trouble = place === 0 ? troubleOf(dice) : undefined;
    return letter === undefined ? [] : [{ installation, letter, trouble }];
  });
  return deliver(world, deliveries, random);
}

function isTarget({ to }: { readonly to: string }): boolean {
  return to === 'target';
}
