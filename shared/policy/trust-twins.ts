import { type Piece, piece } from './pieces.ts';
import { awsPrincipals } from './principals.ts';
import { sameStatement } from './same-policy.ts';
import { isSidOfAnInstallation } from './sid.ts';
import type { Statement } from './trust-policy.ts';
import { externalIdOf, trustStatement } from './trust-statements.ts';

/**
 * Whom a statement made by hand lets in by exactly what ours would say, as the pieces that these
 * would be in ours. Another installation's statement is not made by hand.
 */
export function twinPieces(statement: Statement, installation: string): readonly Piece[] {
  if (isSidOfAnInstallation(statement.Sid)) return [];
  const externalId = externalIdOf(statement);
  const principals = awsPrincipals(statement);
  const ours = trustStatement(installation, externalId, principals);
  const { Sid = '' } = ours;
  return sameStatement({ ...statement, Sid }, ours)
    ? principals.map((principal) => piece(Sid, principal))
    : [];
}
