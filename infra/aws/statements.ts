import type { Sub } from './names.ts';

/** A statement of an IAM policy, its ARNs perhaps still to be filled in. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly (string | Sub)[];
  readonly Condition?: Condition;
}

export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

export function allow(
  Action: readonly string[],
  Resource: readonly (string | Sub)[],
  Condition: Condition = {},
): Statement {
  const conditional = Object.keys(Condition).length > 0;
  return { Effect: 'Allow', Action, Resource, ...(conditional && { Condition }) };
}

export function deny(
  Sid: string,
  Action: readonly string[],
  Resource: readonly (string | Sub)[],
): Statement {
  return { Sid, Effect: 'Deny', Action, Resource };
}

export function policyDocument(Statement: readonly Statement[]) {
  return { Version: '2012-10-17', Statement };
}

/** The trust policy of a role that this principal alone assumes. */
export function assumedBy(Principal: Readonly<Record<string, string | Sub>>) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole'] }],
  };
}
