import type { StepKind } from './steps.ts';

/** What a seed has more of, so that it comes further than a little of everything does. */
export interface Focus {
  readonly name: string;
  /** How often a step happens as compared with the others, where it is other than usual. */
  readonly weights: Readonly<Partial<Record<StepKind, number>>>;
  /** The part of Deployments that are born with a standby identity. */
  readonly standby: number;
  /** Policies have room for few only. */
  readonly full: boolean;
  /** Connections are made unasked. */
  readonly connect: boolean;
}

const PLAIN = { weights: {}, standby: 0.1, full: false, connect: false };

/**
 * Where no record is lost, nobody has all told anew afterwards: what was sent and lost must then come
 * about by itself.
 */
export const FOCUSES: readonly Focus[] = [
  { ...PLAIN, name: 'everything' },
  { ...PLAIN, name: 'presses', weights: { press: 22, look: 10, verdict: 6, rules: 7, lose: 0 } },
  { ...PLAIN, name: 'loss', weights: { lose: 5, press: 6 } },
  {
    ...PLAIN,
    name: 'estate',
    weights: { identity: 10, move: 5, rename: 5, blind: 1.5 },
    standby: 0.4,
  },
  { ...PLAIN, name: 'full', weights: { create: 10, hand: 3, delete: 5 }, full: true },
  {
    ...PLAIN,
    name: 'hands',
    weights: { hand: 12, tug: 4, manners: 5, pause: 2, resume: 8, together: 12, lose: 0 },
  },
  { ...PLAIN, name: 'connections', weights: { press: 8, look: 5, hand: 14 }, connect: true },
  {
    ...PLAIN,
    name: 'endings',
    weights: { rules: 8, hours: 8, press: 8, look: 8, verdict: 6, lose: 0 },
  },
];

export function focusOf(seed: number): Focus {
  return FOCUSES[seed % FOCUSES.length] ?? { ...PLAIN, name: 'everything' };
}
