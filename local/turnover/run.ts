import { decideAccess } from '../../shared/stories/decide-access.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { notify } from '../../shared/stories/notify.ts';
import { operate } from '../../shared/stories/operate.ts';
import { sweep } from '../../shared/stories/sweep.ts';
import { listFault } from '../astro/list-deployments.ts';
import type { Installation } from '../chaos/installation.ts';
import type { Letter } from '../chaos/ports.ts';
import { type Random, randomFrom } from '../chaos/random.ts';
import { happen, trouble } from './life.ts';
import { foreseen, openTurnover, type Turnover } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What happens between two sweeps. */
const AT_ONCE = 10;
/** What fails is given up after so many tries, as queues do. */
const MOST_TRIES = 6;

export interface Outcome {
  readonly came: number;
  readonly live: number;
  readonly writes: number;
  /** What was taken from one who lives and should have had it. */
  readonly taken: readonly string[];
  /** What the rules say for those that live, and the clouds lack. */
  readonly missing: readonly string[];
  /** What the clouds have, and no rule says for one that lives. */
  readonly surplus: readonly string[];
}

/**
 * So many Deployments come, change and go over a list that is cut short, fails, repeats rows or
 * is empty; then all is quiet for some days, and it is looked what both clouds have.
 */
export async function runTurnover(deployments: number, seed: number): Promise<Outcome> {
  const world = openTurnover();
  const random = randomFrom(seed);
  let came = 0;
  world.astro.created.add(() => {
    came += 1;
  });
  // What happens between two pages of a list moves rows from one to the other.
  world.astro.asked.add((operation) => {
    if (operation === 'ListDeployments' && random() < 0.1)
      happen(world, random, came < deployments);
  });
  for (let minutes = 1; came < deployments; minutes += 1) {
    // Now and then the list is empty for both, as if nobody were there any more.
    if (minutes % 10 === 0) world.astro.faults.inject(listFault('empty', 2));
    for (let count = 0; count < AT_ONCE; count += 1) happen(world, random, came < deployments);
    if (random() < 0.4) trouble(world, random);
    await minute(world, random);
  }
  world.astro.asked.clear();
  world.astro.faults.clear();
  await quiet(world, random);
  const { writes, taken } = world.watch;
  const live = world.astro.estate.all().length;
  return { came, live, writes, taken, ...world.watch.differences() };
}

/** A minute of everybody's work; `confirm` is a person who means what goes. */
async function minute(world: Turnover, random: Random): Promise<void> {
  world.time.advance(MINUTE);
  for (const installation of world.installations) {
    const tools = { ...installation.tools, ...installation.process(0) };
    await operate({ action: 'confirm-endings', by: 'jane@acme.example' }, tools);
    await foreseen(() => sweep(tools));
    await deliverAll(installation, random);
  }
}

/** Until every wait, refusal and `keep` has had its turn. */
async function quiet(world: Turnover, random: Random): Promise<void> {
  for (let day = 0; day < 3; day += 1) {
    for (let count = 0; count < 7; count += 1) await minute(world, random);
    world.time.advance(25 * HOUR);
  }
  for (let count = 0; count < 7; count += 1) await minute(world, random);
}

/** In random order; a tenth of the messages comes twice. */
async function deliverAll(installation: Installation, random: Random): Promise<void> {
  const { queue } = installation;
  while (queue.length > 0) {
    const [letter] = queue.splice(Math.floor(random() * queue.length), 1);
    if (letter === undefined) return;
    const times = random() < 0.1 ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const isDone = await foreseen(() => deliver(installation, letter));
      const again = { ...letter, tries: letter.tries + 1 };
      if (!isDone && again.tries < MOST_TRIES) queue.push(again);
    }
  }
}

function deliver(installation: Installation, { to, key }: Letter): Promise<void> {
  const tools = { ...installation.tools, ...installation.process(0) };
  if (to === 'decide') return decideAccess(key, tools);
  return to === 'target' ? grantAccess(key, tools) : notify(key, tools);
}
