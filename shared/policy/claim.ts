import type { Specification } from '../rules/specification.ts';

/** One identity (a role ARN or a service account's address) and what it is given. */
export interface Placement {
  readonly identity: string;
  readonly specification: Specification;
}

/** What one access asks of its target's policy. */
export interface Claim {
  readonly accessId: string;
  /** Absent: nobody wants it any more. */
  readonly wanted?: Placement;
  /** What we put there for it, or may have: the record is written before the policy is. */
  readonly placed: readonly Placement[];
  /** In this pass neither added nor removed: it waits, or was refused, or is unknown. */
  readonly barred?: boolean;
  /** What somebody gave by hand and it wants becomes ours. */
  readonly adopt?: true;
  /** When it was first wanted, ISO 8601; at a quota the newest is refused. */
  readonly since: string;
}
