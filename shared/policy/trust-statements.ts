import { awsPrincipals } from './principals.ts';
import { sameStatement } from './same-policy.ts';
import { closingSid, trustSid } from './sid.ts';
import type { Statement } from './trust-policy.ts';

/** What we write: lets these principals in, under the ExternalId where there is one. */
export function trustStatement(
  installation: string,
  externalId: string | undefined,
  principals: readonly string[],
): Statement {
  return {
    Sid: trustSid(installation, externalId),
    Effect: 'Allow',
    Principal: { AWS: [...new Set(principals)].sort() },
    Action: 'sts:AssumeRole',
    ...(externalId !== undefined && {
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    }),
  };
}

/**
 * Stands where nobody is let in any more, as IAM refuses a policy without statements. It is a Deny,
 * so that it can never let anybody in, and its condition is never met, so that it shuts out nobody
 * whom somebody lets in by hand: every request has a time, and none is of 1970.
 */
export function closingStatement(installation: string): Statement {
  return {
    Sid: closingSid(installation),
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sts:AssumeRole',
    Condition: { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:00Z' } },
  };
}

export function isClosing(statement: Statement, installation: string): boolean {
  return statement.Sid === closingSid(installation);
}

/** Whether a statement with a Sid of ours still has the form we gave it, whoever is named in it. */
export function isAsWeWrite(statement: Statement, installation: string): boolean {
  if (isClosing(statement, installation)) {
    return sameStatement(statement, closingStatement(installation));
  }
  const written = trustStatement(installation, externalIdOf(statement), awsPrincipals(statement));
  return sameStatement(statement, written);
}

/** The one that it asks for; whether it asks for anything else is not looked at. */
export function externalIdOf({ Condition: condition }: Statement): string | undefined {
  const [value] = [condition?.StringEquals?.['sts:ExternalId']].flat();
  return typeof value === 'string' ? value : undefined;
}
