import type { Placement } from './claim.ts';

/** What should become of a policy. Computed without I/O, applied by shared/cloud. */
export type Change<Policy> =
  | { readonly kind: 'none' }
  | { readonly kind: 'write'; readonly policy: Policy };

/**
 * How an access stands in the policy as it was read, and what the change does about it. `adding`
 * and `removing` come with a write and with nothing else. `ours` is given where part of what is
 * wanted is there by somebody else's hand: only this much may be written down as placed.
 */
export type Standing =
  /** In the policy, placed by us (or ours by mark). */
  | { readonly kind: 'present'; readonly ours?: Placement }
  /** In the policy by somebody else's hand: never ours to remove. */
  | { readonly kind: 'by-hand' }
  /** Something that it wants is missing. */
  | { readonly kind: 'adding'; readonly ours?: Placement }
  /** Nothing is missing, but something that was placed for it is no longer wanted. */
  | { readonly kind: 'removing' }
  /** Not wanted, and nothing is left for us to take away; or barred, and not there. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Why something cannot be done, and what whom can do about it. */
export interface Problem {
  /** Fixed, kebab-case, for counting and for tests. */
  readonly code: string;
  /** One sentence of what is the matter, naming the thing and the place. */
  readonly text: string;
  /** One sentence of what to do. */
  readonly advice: string;
}

export interface Plan<Policy> {
  readonly change: Change<Policy>;
  /** One for every claim, by its access's id. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** What an operator should hear of, though nothing fails: capacity, strangers in our statement. */
  readonly notices: readonly Problem[];
}

/** What a planner must know besides the policy and the claims. */
export interface PlanContext {
  readonly installation: string;
  /** Principals that the cloud refused in this pass, word for word as it named them. */
  readonly rejected: ReadonlySet<string>;
  /** How much the policy can hold: characters on AWS, members on GCP. */
  readonly quota: number;
}
