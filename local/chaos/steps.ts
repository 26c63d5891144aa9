import { pick, randomFrom } from './random.ts';

/** What may happen, and how often as compared with the others. */
const WEIGHTS = {
  deliver: 40,
  drain: 8,
  sweep: 12,
  create: 7,
  delete: 3,
  rename: 3,
  rules: 4,
  hand: 6,
  minutes: 8,
  hours: 3,
  days: 1,
  double: 3,
  drop: 3,
  shuffle: 2,
  verdict: 4,
  confirm: 2,
  lists: 3,
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

export function stepsFrom(seed: number, count: number): readonly Step[] {
  const random = randomFrom(seed);
  const lots = Object.entries(WEIGHTS).flatMap(([kind, weight]) =>
    Array<string>(Math.round(weight * 10)).fill(kind),
  );
  return Array.from({ length: count }, () => ({
    kind: (pick(lots, random()) ?? 'sweep') as StepKind,
    dice: Array.from({ length: DICE }, () => Math.round(random() * 1e6) / 1e6),
  }));
}
