import { SECOND } from '../../shared/runtime/clock.ts';
import { type House, openHouse } from '../house.ts';
import { createSamples, type Started, seedClouds } from './deployments.ts';
import { narrator } from './narrator.ts';
import { describeOutcome } from './outcome.ts';
import { showOutcome } from './show.ts';
import { stayUp } from './stay-up.ts';

export interface StartOptions {
  readonly once: boolean;
  readonly json: boolean;
}

/** How long the four may take before we say that something is stuck. */
const PATIENCE = 60 * SECOND;
const SWEEP_EVERY = 10 * SECOND;

/** Runs the house with its four Deployments, and answers the process's exit code. */
export async function start({ once, json }: StartOptions): Promise<number> {
  const say = json ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  // Whoever reads only the first lines has seen enough.
  process.stdout.on('error', () => process.exit(0));
  say('No cloud, no account, nothing leaves this machine.');
  const narrate = narrator(say);
  const house = await openHouse({ onLog: narrate.log, sweepEvery: SWEEP_EVERY });
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve('interrupted'));
    }
  });
  try {
    narrate.step('house', 'both clouds, Slack and Astro are up; the functions are loaded');
    return await Promise.race([
      run(house, { once, json }, say, narrate),
      interrupted.then(() => 130),
    ]);
  } finally {
    await house.close();
  }
}

async function run(
  house: House,
  { once, json }: StartOptions,
  say: (line: string) => void,
  narrate: ReturnType<typeof narrator>,
): Promise<number> {
  seedClouds(house);
  const started = createSamples(house, narrate);
  const outcome = await settled(house, started);
  const good = outcome.deployments.every(({ state, told }) => state === 'granted' && told);
  if (json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
  else showOutcome(outcome, say);
  if (!once) await stayUp(house, say);
  return good ? 0 : 1;
}

async function settled(house: House, started: readonly Started[]) {
  const giveUp = Date.now() + PATIENCE;
  for (;;) {
    const outcome = await describeOutcome(house, started);
    const done = outcome.deployments.every(({ state, told }) => state === 'granted' && told);
    if (done || Date.now() > giveUp) return outcome;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
