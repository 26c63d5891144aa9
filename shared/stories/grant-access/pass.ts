import type { Placement } from '../../policy/claim.ts';
import type { Problem } from '../../policy/plan.ts';
import type { PolicyChange } from '../../record/items.ts';
import type { AccessError } from '../../runtime/errors.ts';

/** Conflicts and stale reads that one message puts up with before the queue sends it again. */
export const ATTEMPTS = 8;

/** What a row was made to say before the policy is written. */
export interface Trace {
  /** The digest of it. */
  readonly said: string;
  /** What it had placed before this pass. */
  readonly before: readonly Placement[];
  /** Of the row: another one is another worker's, who may be writing the policy. */
  readonly version: number;
}

/** What one pass over a target has learned so far, from what the cloud refused. */
export interface Pass {
  /** Accesses that are left out of this pass, and why. */
  readonly barred: Map<string, Problem>;
  /** Principals that the cloud does not know, as it named them. */
  readonly rejected: Set<string>;
  /** Leftovers of which the cloud was asked. */
  readonly asked: Set<string>;
  /** In words, where the policy as it was last read names a principal; on AWS in what is not ours. */
  whereNamed: (principal: string) => string | undefined;
  /** Whether what is ours in it names a principal. */
  isNamedByUs: (principal: string) => boolean;
  /** In words, where in it an identity stands as deleted. */
  whereDeleted: (identity: string) => string | undefined;
  /** By access, what this pass has written into its row of what it is about to do. */
  readonly traced: Map<string, Trace>;
  /** By access, what somebody else was seen to have changed about it. */
  readonly drifts: Map<string, PolicyChange>;
  /** Deployments of which something is to be told. */
  readonly news: Set<string>;
  /** Accesses that a write which the cloud acknowledged was about. */
  readonly written: Set<string>;
  /** Accesses that a write was about of which nobody knows whether it was carried out. */
  readonly unsure: Set<string>;
  /** Accesses that the write is about which is being made. */
  trying: ReadonlySet<string>;
  /** The only accesses that are tried now, as the cloud refused a write of several kinds. */
  alone?: ReadonlySet<string>;
  /** It was asked how much the policy can hold now. */
  measured: boolean;
  /** The cloud refused a write that was for nobody, to take out what is left of the deleted. */
  blocked: boolean;
  /** Attempts that met a conflict or a passing fault, and the last of these. */
  conflicts: number;
  last?: AccessError;
}

export function newPass(): Pass {
  return {
    barred: new Map(),
    rejected: new Set(),
    asked: new Set(),
    whereNamed: () => undefined,
    isNamedByUs: () => false,
    whereDeleted: () => undefined,
    traced: new Map(),
    drifts: new Map(),
    news: new Set(),
    written: new Set(),
    unsure: new Set(),
    trying: new Set(),
    measured: false,
    blocked: false,
    conflicts: 0,
  };
}
