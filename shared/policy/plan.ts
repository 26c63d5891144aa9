/** What should become of a policy. Computed without I/O, applied by shared/cloud. */
export type Change<Policy> =
  | { readonly kind: 'none' }
  | { readonly kind: 'write'; readonly policy: Policy };

/** How an access stands in the policy as it was read, and what the change does about it. */
export type Standing =
  /** In the policy, placed by us (or ours by mark). */
  | { readonly kind: 'present' }
  /** In the policy by somebody else's hand: never ours to remove. */
  | { readonly kind: 'by-hand' }
  | { readonly kind: 'adding' }
  | { readonly kind: 'removing' }
  /** Not wanted and not there; or barred, and not there. */
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
