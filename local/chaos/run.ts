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
export async function run(steps: readonly Step[], clouds: readonly CloudName[]): Promise<Outcome> {
  const random = Math.random;
  Math.random = randomFrom(7);
  try {
    return await runSteps(steps, clouds);
  } finally {
    Math.random = random;
  }
}

async function runSteps(steps: readonly Step[], clouds: readonly CloudName[]): Promise<Outcome> {
  const world = openWorld(clouds);
  const { violations } = world.truth;
  const log: string[] = [];
  for (const [place, step] of steps.entries()) {
    log.push(`${place} ${world.time.now().toISOString()} ${await takeStep(world, step)}`);
    world.truth.checkNobodyOut();
    if (violations.length > 0) return { violations, log };
  }
  log.push('settling');
  await settleDown(world);
  if (violations.length === 0) await checkSettled(world);
  return { violations, log };
}
