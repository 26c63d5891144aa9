import { canonicalJson } from '../runtime/json.ts';
import { listOf } from './principals.ts';
import type { Principal, Statement, TrustPolicy } from './trust-policy.ts';

/** An object is a list of one, as IAM reads it. */
export function statementsOf(policy: TrustPolicy): readonly Statement[] {
  const { Statement: statements } = policy;
  return isList(statements) ? statements : [statements];
}

function isList(statements: Statement | readonly Statement[]): statements is readonly Statement[] {
  return Array.isArray(statements);
}

/** Whether both mean the same to IAM, however lists, cases and lone values are written. */
export function samePolicy(one: TrustPolicy, other: TrustPolicy): boolean {
  return meaningOfPolicy(one) === meaningOfPolicy(other);
}

/** Whether both statements mean the same, their Sids included. */
export function sameStatement(one: Statement, other: Statement): boolean {
  return meaning(one) === meaning(other);
}

function meaningOfPolicy(policy: TrustPolicy): string {
  const statements = statementsOf(policy).map(meaning).toSorted();
  // IAM's version of a policy that names none.
  return canonicalJson({ Version: '2008-10-17', ...policy, Statement: statements });
}

function meaning(statement: Statement): string {
  return canonicalJson({
    ...statement,
    Principal: principals(statement.Principal),
    NotPrincipal: principals(statement.NotPrincipal),
    Action: statement.Action && distinct(listOf(statement.Action).map(lowerCase)),
    NotAction: statement.NotAction && distinct(listOf(statement.NotAction).map(lowerCase)),
    Condition: statement.Condition && mapValues(statement.Condition, conditionValues),
  });
}

function principals(principal: Principal | undefined): unknown {
  if (principal === undefined || principal === '*') return principal;
  return mapValues(principal, (named) => distinct(listOf(named).map(accountOfRoot)));
}

/** IAM turns the account's number into the ARN of its root. */
function accountOfRoot(principal: string): string {
  return principal.replace(/^arn:[^:]+:iam::(\d{12}):root$/, '$1');
}

function conditionValues(keys: Readonly<Record<string, unknown>>): unknown {
  return mapValues(keys, (value) => distinct([value].flat().map(String)));
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
