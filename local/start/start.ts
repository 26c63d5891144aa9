import { SECOND } from '../../shared/runtime/clock.ts';
import { type House, openHouse } from '../house.ts';
import { createSamples, type Started, seedClouds } from './deployments.ts';
import { narrator } from './narrator.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import { showOutcome } from './show.ts';
import { stayUp } from './stay-up.ts';

export interface StartOptions {
  readonly once: boolean;
  readonly json: boolean;
  /** Their path. */
  readonly accessRules: string;
}

/** How long the four may take before we say that something is stuck. */
const PATIENCE = 60 * SECOND;
const SWEEP_EVERY = 10 * SECOND;
/** What only a person, or another Deployment, changes any more. */
const FINAL = ['granted', 'refused', 'nothing'];

/** Runs the house with its four Deployments, and answers the process's exit code. */
export async function start({ once, json, accessRules }: StartOptions): Promise<number> {
  const say = json ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  // Whoever reads only the first lines has seen enough.
  process.stdout.on('error', () => process.exit(0));
  const interrupted = interruption();
  say('No cloud, no account, nothing leaves this machine.');
  const narrate = narrator(say);
  const house = await openHouse({ accessRules, onLog: narrate.log, sweepEvery: SWEEP_EVERY });
  try {
    narrate.step('house', 'both clouds, Slack and Astro are up; the functions are loaded');
    return await Promise.race([interrupted, run(house, { once, json }, say, narrate)]);
  } finally {
    await house.close();
  }
}

/** The exit code of a program that was told to end. */
function interruption(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
  });
}

async function run(
  house: House,
  { once, json }: Pick<StartOptions, 'once' | 'json'>,
  say: (line: string) => void,
  narrate: ReturnType<typeof narrator>,
): Promise<number> {
  seedClouds(house);
  const outcome = await settled(house, createSamples(house, narrate));
  if (json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
  else showOutcome(outcome, say);
  if (!once) await stayUp(house, say);
  return outcome.deployments.every(({ state, told }) => state === 'granted' && told) ? 0 : 1;
}

/** As it is when nothing more is to be expected, or patience ends. */
async function settled(house: House, started: readonly Started[]): Promise<Outcome> {
  const giveUp = Date.now() + PATIENCE;
  for (;;) {
    const outcome = await describeOutcome(house, started);
    const done = outcome.deployments.every(({ state, told }) => told && FINAL.includes(state));
    if (done || Date.now() > giveUp) return outcome;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
