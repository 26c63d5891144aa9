import type { Principal, Statement, TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import type { Principals } from './principals.ts';
import { malformed } from './trust-document.ts';

/** A role or user; what wildcards would match part of an ARN is never one. */
const ENTITY = /^arn:([a-z-]+):iam::\d{12}:(role|user)\/[^*?]+$/;
const ACCOUNT = /^(?:(\d{12})|arn:([a-z-]+):iam::\d{12}:root)$/;
const SESSION = /^arn:([a-z-]+):sts::\d{12}:(assumed-role|federated-user)\/[^*?]+$/;
const UNIQUE_ID = /^A(ROA|IDA)[A-Z0-9]{12,}$/;

/** Where the principals of a policy are looked up. */
export interface KnownPrincipals {
  readonly partition: string;
  visibleId(arnOrId: string): string | undefined;
}

/**
 * The policy as IAM keeps it: with the unique ids of its principals in the place of their ARNs.
 * The first that does not exist, or cannot be seen yet, is named in the refusal.
 */
export function savedTrust(policy: TrustPolicy, known: KnownPrincipals): TrustPolicy {
  return eachPrincipal(policy, (name) => {
    const saved = savedName(name, known);
    if (saved !== undefined) return saved;
    throw malformed(`Invalid principal in policy: "AWS":"${name}"`);
  });
}

/** The policy as IAM shows it: ARNs of those who live, the bare ids of those who do not. */
export function shownTrust(saved: TrustPolicy, principals: Principals, now: number): TrustPolicy {
  return eachPrincipal(saved, (name) => principals.visibleArn(name, now) ?? name);
}

/** The policy as somebody's hand wrote it long ago: kept with ids, and refused nothing. */
export function seededTrust(policy: TrustPolicy, principals: Principals): TrustPolicy {
  return eachPrincipal(policy, (name) => principals.id(name) ?? name);
}

/** Every role and user that a policy names by its ARN. */
export function namedEntities(policy: TrustPolicy): readonly string[] {
  const names: string[] = [];
  eachPrincipal(policy, (name) => {
    if (ENTITY.test(name)) names.push(name);
    return name;
  });
  return names;
}

function savedName(name: string, known: KnownPrincipals): string | undefined {
  if (name === '*') return name;
  const account = ACCOUNT.exec(name);
  if (account?.[1] !== undefined) return `arn:${known.partition}:iam::${account[1]}:root`;
  if ((account?.[2] ?? SESSION.exec(name)?.[1]) === known.partition) return name;
  const entity = ENTITY.exec(name)?.[1] === known.partition;
  return entity || UNIQUE_ID.test(name) ? known.visibleId(name) : undefined;
}

function eachPrincipal(policy: TrustPolicy, change: (name: string) => string): TrustPolicy {
  const changed = (statement: Statement): Statement => ({
    ...statement,
    ...(statement.Principal && { Principal: eachName(statement.Principal, change) }),
    ...(statement.NotPrincipal && { NotPrincipal: eachName(statement.NotPrincipal, change) }),
  });
  const { Statement: statements } = policy;
  return {
    ...policy,
    Statement: isList(statements) ? statements.map(changed) : changed(statements),
  };
}

function eachName(principal: Principal, change: (name: string) => string): Principal {
  if (principal === '*' || principal.AWS === undefined) return principal;
  const { AWS: names } = principal;
  return { ...principal, AWS: typeof names === 'string' ? change(names) : names.map(change) };
}

function isList(statements: Statement | readonly Statement[]): statements is readonly Statement[] {
  return Array.isArray(statements);
}
