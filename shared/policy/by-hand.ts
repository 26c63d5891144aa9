import { awsPrincipals, listOf } from './principals.ts';
import { isSidOfAnInstallation } from './sid.ts';
import type { Statement } from './trust-policy.ts';

/**
 * Whom somebody else's statement lets in without our doing, and under no condition. What another
 * installation gives does not count: it may take it back, and knows nothing of our wants.
 */
export function letInByHand(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(statements.filter(admits).flatMap(awsPrincipals));
}

function admits(statement: Statement): boolean {
  return (
    statement.Effect === 'Allow' &&
    statement.Condition === undefined &&
    listOf(statement.Action).some(coversAssumeRole) &&
    !isSidOfAnInstallation(statement.Sid)
  );
}

/** IAM's patterns: `*` for any text, `?` for any character, in whatever case. */
function coversAssumeRole(action: string): boolean {
  const literal = action.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  const pattern = literal.replaceAll(/\*+/g, '.*').replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test('sts:AssumeRole');
}
