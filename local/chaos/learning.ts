import type { Delivery } from './deliver.ts';
import type { Ending, Worker } from './workers.ts';
import type { World } from './world.ts';
import { checkWrittenDown } from './written-down.ts';

/**
 * What decisions that ended well must have taken into account: whoever asked Astro last wrote last,
 * or stopped. Nothing is known of those that failed, or that asked before the world changed.
 */
export async function learn(
  world: World,
  deliveries: readonly Delivery[],
  endings: readonly (readonly [Worker, Ending])[],
): Promise<void> {
  const { truth } = world;
  const known = new Map<string, boolean>();
  for (const [place, { installation, letter }] of deliveries.entries()) {
    if (letter.to !== 'decide') continue;
    const key = `${installation.id} ${letter.key}`;
    const [worker, ending] = endings[place] ?? [];
    known.set(key, known.get(key) === true || hasLearnt(world, worker, ending));
  }
  for (const { installation, letter } of deliveries) {
    const learnt = known.get(`${installation.id} ${letter.key}`);
    if (learnt === undefined || letter.to !== 'decide') continue;
    const { signature, unsure } = truth.due(installation, letter.key);
    const isKnown = learnt && truth.exists(letter.key) && !unsure;
    truth.knowledge.learn(installation.id, letter.key, isKnown ? signature : undefined);
    if (isKnown) installation.unseen.delete(letter.key);
    if (isKnown) await checkWrittenDown(world, installation, letter.key);
  }
}

function hasLearnt(
  { workers }: World,
  worker: Worker | undefined,
  ending: Ending | undefined,
): boolean {
  return ending?.kind === 'done' && worker?.asked !== undefined && worker.asked >= workers.changed;
}
