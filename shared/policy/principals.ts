import type { Statement } from './trust-policy.ts';

/** A bare string is a list of one, as IAM reads it. */
export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The principals under `Principal.AWS`; none where the statement names them in another way. */
export function awsPrincipals(statement: Statement): readonly string[] {
  const { Principal: principal } = statement;
  return principal === undefined || principal === '*' ? [] : listOf(principal.AWS);
}

/** Whoever is named, of whatever kind, whether he is let in, shut out, or all others are. */
export function everyName({ Principal, NotPrincipal }: Statement): readonly string[] {
  return [Principal, NotPrincipal].flatMap((principal) => {
    if (principal === undefined || principal === '*') return [];
    return Object.values(principal).flatMap(listOf);
  });
}

/** What IAM shows in place of the ARN of a role or user that was deleted. */
export function isUniqueId(principal: string): boolean {
  return /^(AROA|AIDA)[A-Z0-9]+$/.test(principal);
}

/** Whether it stands for more than one role: everybody, or all of an account. */
export function isWide(principal: string): boolean {
  return principal.includes('*') || isAccount(principal) || principal.trim() === '';
}

/** No role trusts one of another partition: to IAM there is none of that name. */
export function isSamePartition(one: string, other: string): boolean {
  const [first, second] = [one, other].map((arn) => /^arn:([^:]+):/.exec(arn)?.[1]);
  return first === undefined || second === undefined || first === second;
}

function isAccount(principal: string): boolean {
  return /^(\d+|arn:[^:]*:iam::[^:]*:root)$/.test(principal);
}
