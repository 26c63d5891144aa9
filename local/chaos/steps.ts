import type { Focus } from './focus.ts';
import { pick, randomFrom } from './random.ts';

/** What may happen, and how often as compared with the others. */
const WEIGHTS = {
  deliver: 40,
  together: 4,
  drain: 8,
  sweep: 12,
  create: 7,
  delete: 3,
  rename: 3,
  move: 1,
  identity: 2,
  rules: 4,
  manners: 0.5,
  hand: 6,
  tug: 0.4,
  minutes: 8,
  hours: 3,
  days: 1,
  double: 3,
  drop: 3,
  shuffle: 2,
  verdict: 3,
  press: 4,
  look: 2,
  confirm: 2,
  pause: 0.3,
  resume: 3,
  lists: 3,
  hide: 2,
  blind: 0.4,
  stale: 2,
  unpost: 1,
  lose: 0.7,
} as const;

export type StepKind = keyof typeof WEIGHTS;

/**
 * One step, as data: what it is about is found by its dice when it is taken, so that a run still
 * makes sense when other steps are left out of it.
 */
export interface Step {
  readonly kind: StepKind;
  readonly dice: readonly number[];
}

const DICE = 12;

export function stepsFrom(seed: number, count: number, focus: Focus): readonly Step[] {
  const random = randomFrom(seed);
  const lots = Object.entries({ ...WEIGHTS, ...focus.weights }).flatMap(([kind, weight]) =>
    Array<string>(Math.round(weight * 10)).fill(kind),
  );
  return Array.from({ length: count }, () => ({
    kind: (pick(lots, random()) ?? 'sweep') as StepKind,
    dice: Array.from({ length: DICE }, () => Math.round(random() * 1e6) / 1e6),
  }));
}
