import { AccessError } from '../../shared/runtime/errors.ts';
import { decideAccess } from '../../shared/stories/decide-access.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { handOver } from '../../shared/stories/hand-over.ts';
import { notify } from '../../shared/stories/notify.ts';
import { sweep } from '../../shared/stories/sweep.ts';
import type { Installation } from './installation.ts';
import { learn } from './learning.ts';
import { checkPatience } from './patience.ts';
import type { Letter } from './ports.ts';
import type { Random } from './random.ts';
import type { Trouble } from './trouble.ts';
import type { Ending, Interlude, Job, Worker } from './workers.ts';
import type { World } from './world.ts';

/** After so many tries a queue gives a message up. */
const MOST_TRIES = 6;
/** The sweep's process is its own. */
const SWEEPER = 9;
const OPERATOR = 8;

export interface Delivery {
  readonly installation: Installation;
  readonly letter: Letter;
  readonly trouble?: Trouble | undefined;
}

/** Delivers these at the same time; what fails or crashes is sent again, as the queues do. */
export async function deliver(
  world: World,
  deliveries: readonly Delivery[],
  random: Random,
  interlude?: Interlude,
): Promise<string> {
  for (const { installation, letter } of deliveries) {
    const place = installation.queue.indexOf(letter);
    if (place >= 0) installation.queue.splice(place, 1);
  }
  const jobs = deliveries.map(({ installation, letter, trouble }, slot) => ({
    ...{ installation: installation.id, trouble },
    run: () => tell(installation, letter, slot),
  }));
  const endings = await world.workers.run(jobs, random, interlude);
  await learn(world, deliveries, endings);
  for (const { installation, letter } of deliveries) {
    if (letter.to === 'target') await checkPatience(world, installation, letter.key);
  }
  const told = endings.map(([worker, ending], place) => {
    const { letter, installation } = deliveries[place] ?? {};
    if (letter === undefined || installation === undefined) return '';
    if (ending.kind === 'crashed') installation.endProcess(place);
    after(world, installation, letter, ending);
    return `${letter.to} ${letter.key}: ${described(worker, ending)}`;
  });
  return told.join('; ');
}

export async function sweepOnce(
  world: World,
  installation: Installation,
  random: Random,
  trouble?: Trouble,
  interlude?: Interlude,
): Promise<string> {
  const job: Job = {
    ...{ installation: installation.id, trouble },
    run: () => sweep({ ...installation.tools, ...installation.process(SWEEPER) }),
  };
  const [[worker, ending] = []] = await world.workers.run([job], random, interlude);
  if (worker === undefined || ending === undefined) return '';
  if (ending.kind === 'crashed') installation.endProcess(SWEEPER);
  checkForeseen(world, 'sweep', ending);
  return described(worker, ending);
}

/** What a person's order is carried out with. */
export function byHand(installation: Installation) {
  return { ...installation.tools, ...installation.process(OPERATOR) };
}

function tell(installation: Installation, { to, key }: Letter, slot: number): Promise<void> {
  const tools = { ...installation.tools, ...installation.process(slot) };
  if (to === 'decide') return decideAccess(key, tools);
  if (to === 'hand-over') return handOver(key, tools);
  return to === 'target' ? grantAccess(key, tools) : notify(key, tools);
}

function after(world: World, installation: Installation, letter: Letter, ending: Ending): void {
  checkForeseen(world, letter.to, ending);
  const again = { ...letter, tries: letter.tries + 1 };
  if (isToRetry(ending) && again.tries < MOST_TRIES) installation.queue.push(again);
}

export function checkForeseen({ truth }: World, what: string, ending: Ending): void {
  if (ending.kind !== 'failed' || ending.error instanceof AccessError) return;
  const { error } = ending;
  truth.say('every error is foreseen', `${what}: ${error instanceof Error ? error.stack : error}`);
}

function isToRetry(ending: Ending): boolean {
  if (ending.kind === 'crashed') return true;
  if (ending.kind === 'done') return false;
  return !(ending.error instanceof AccessError) || ending.error.disposition === 'retry';
}

function described({ trouble, met }: Worker, ending: Ending): string {
  const { port, nth, what, after: late } = trouble ?? {};
  const why = met ? ` (${what} ${late ? 'after' : 'before'} ${port} call ${nth})` : '';
  if (ending.kind !== 'failed') return `${ending.kind}${why}`;
  return `failed, ${ending.error}${why}`;
}
