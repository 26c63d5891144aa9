import type { Specification } from '../rules/specification.ts';

/** What a target that exists already gives; a role of our own making does not stand there yet. */
export type Gift = Exclude<Specification, { readonly kind: 'awsOwnRole' }>;

/** One principal in one policy, and what it has there. */
export interface Found {
  /** A role's ARN, a unique id, a service account's address; of a deleted one, the whole member. */
  readonly principal: string;
  /** The policy, in words: `role arn:aws:iam::...`, `project acme-analytics`. */
  readonly where: string;
  /** What it has: `sts:AssumeRole`, a role of Google Cloud. */
  readonly what: string;
  /** As a target would give it, of one role where it is one of several. */
  readonly gift?: Gift;
  /** Why no target can give it. */
  readonly why?: string;
}

/** Every principal of the estate, whoever it is. */
export type Finds = readonly Found[];
