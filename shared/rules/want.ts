import type { Slot } from '../deployment/deployment.ts';
import type { ConnectionRule, Mode } from './access-rules.ts';
import type { Specification } from './specification.ts';

/** One thing that one identity of a Deployment should reach, as the rules alone say it. */
export interface WantSeed {
  readonly targetKey: string;
  /** The target's name in the access rules. */
  readonly target: string;
  /** The first rule of the file that reaches it. */
  readonly rule: string;
  readonly slot: Slot;
  readonly identity: string;
  readonly specification: Specification;
  /** The strictest of all rules that reach it. */
  readonly mode: Mode;
  /** With its region or project filled in, as far as they are known. */
  readonly connection?: ConnectionRule;
}

/** A target that a matching rule reaches, and that this Deployment cannot. */
export interface NotApplicable {
  readonly rule: string;
  readonly target: string;
  readonly why: string;
}

export interface Wants {
  readonly wants: readonly WantSeed[];
  readonly notApplicable: readonly NotApplicable[];
}
