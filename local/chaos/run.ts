import type { Focus } from './focus.ts';
import { randomFrom } from './random.ts';
import { settleDown } from './settle.ts';
import { takeStep } from './step.ts';
import type { Step } from './steps.ts';
import type { Violation } from './truth.ts';
import { checkSettled } from './verdict.ts';
import { type CloudName, openWorld } from './world.ts';

export interface Outcome {
  readonly violations: readonly Violation[];
  /** What happened, step by step. */
  readonly log: readonly string[];
}

/** Takes the steps, lets the world settle, and looks whether what was promised is so. */
export async function run(
  steps: readonly Step[],
  clouds: readonly CloudName[],
  focus: Focus,
): Promise<Outcome> {
  const { random, setTimeout } = { random: Math.random, setTimeout: globalThis.setTimeout };
  Math.random = randomFrom(7);
  // Here time passes by its steps alone: nobody is late because the machine is busy.
  globalThis.setTimeout = Object.assign(() => NEVER, setTimeout);
  try {
    return await runSteps(steps, clouds, focus);
  } finally {
    Math.random = random;
    globalThis.setTimeout = setTimeout;
  }
}

const NEVER = setTimeout(() => {}, 0);

async function runSteps(
  steps: readonly Step[],
  clouds: readonly CloudName[],
  focus: Focus,
): Promise<Outcome> {
  const world = openWorld(clouds, focus);
  const { violations } = world.truth;
  const log: string[] = [];
  for (const [place, step] of steps.entries()) {
    log.push(`${place} ${world.time.now().toISOString()} ${await takeStep(world, step)}`);
    world.truth.checkNobodyOut();
    if (focus.connect) {
      await world.connections.checkStrange(world.truth, world.astro, world.installations);
    }
    if (violations.length > 0) return { violations, log };
  }
  log.push('settling');
  await settleDown(world);
  if (violations.length === 0) await checkSettled(world);
  return { violations, log };
}
