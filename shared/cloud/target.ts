import type { Claim } from '../policy/claim.ts';
import type { Plan } from '../policy/plan.ts';

/**
 * One target: a policy, and how to plan, read and write it. Methods, not properties: a list
 * of targets of different policies is a list of `Target<unknown>`.
 */
export interface Target<Policy> {
  /** Throws `PolicyRefusedError` (denied, gone) or `TransientError`. */
  read(): Promise<Policy>;
  plan(current: Policy, claims: readonly Claim[], rejected: ReadonlySet<string>): Plan<Policy>;
  /**
   * Makes `current`, as it was read, into `policy`. Throws besides what `read` throws:
   * `PolicyConflictError`, `PrincipalRejectedError`, `QuotaExceededError`.
   */
  write(current: Policy, policy: Policy): Promise<void>;
  /** How much the policy that was last read can hold: characters on AWS, members on Google Cloud. */
  quota?(): number;
  /** Asks anew how much it can hold; whether that is another number than was planned with. */
  measure?(): Promise<boolean>;
  /** Ids in what is ours of whom the cloud may not know any more: it would refuse every later write. */
  leftovers?(current: Policy): readonly string[];
  /** In words, where somebody else's part of the policy names a principal; for who must remove it. */
  whereNamed?(current: Policy, principal: string): string | undefined;
  /** Whether what is ours in the policy names a principal. */
  isNamedByUs?(current: Policy, principal: string): boolean;
  /** In words, where in the policy an identity stands as one that was deleted. */
  whereDeleted?(current: Policy, identity: string): string | undefined;
}

/**
 * Opens the target of a key; `about` is the Deployment that the work is for, where it is for one,
 * and goes into the names that the clouds' own audit logs keep.
 */
export type OpenTarget = (targetKey: string, about: string) => Target<unknown>;
