import { letInByHand } from './by-hand.ts';
import type { Placement } from './claim.ts';
import { type Ask, type Piece, piece, whatOf } from './pieces.ts';
import { awsPrincipals, isUniqueId } from './principals.ts';
import { statementsOf } from './same-policy.ts';
import { isSidOf, trustSid } from './sid.ts';
import type { Statement, TrustPolicy } from './trust-policy.ts';
import { isAsWeWrite, isClosing } from './trust-statements.ts';
import { twinPieces } from './trust-twins.ts';

/** Who is let in by a trust policy as it stands, and through whom. */
export interface TrustView {
  readonly ours: ReadonlySet<Piece>;
  /** Named under a Sid of ours, also where the statement is not as we write it. */
  readonly marked: ReadonlySet<Piece>;
  /** Statements that are not ours. */
  readonly foreign: readonly Statement[];
  readonly byHand: ReadonlySet<string>;
  /** Let in by hand and by exactly what ours would say: as the pieces that these would be in ours. */
  readonly twins: ReadonlySet<Piece>;
  /** A Sid of ours that is there twice, or on a statement which is not as we write it. */
  readonly ambiguous?: string;
}

export function viewTrust(policy: TrustPolicy, installation: string): TrustView {
  const statements = statementsOf(policy);
  const marked = statements.filter(({ Sid }) => isSidOf(installation, Sid));
  const asWritten = marked.filter((one) => isAsWeWrite(one, installation));
  const foreign = statements.filter((one) => !marked.includes(one));
  const ambiguous = marked.find((one) => !asWritten.includes(one) || isTwin(one, marked))?.Sid;
  const open = asWritten.filter((one) => !isClosing(one, installation));
  return {
    ours: new Set(open.flatMap(principalPieces)),
    marked: new Set(marked.flatMap(principalPieces)),
    foreign,
    byHand: letInByHand(foreign),
    twins: new Set(foreign.flatMap((one) => twinPieces(one, installation))),
    ...(ambiguous !== undefined && { ambiguous }),
  };
}

function isTwin(statement: Statement, statements: readonly Statement[]): boolean {
  return statements.some((other) => other !== statement && other.Sid === statement.Sid);
}

function principalPieces(statement: Statement): readonly Piece[] {
  return awsPrincipals(statement).map((principal) => piece(statement.Sid ?? '', principal));
}

/** What a placement asks of a trust policy: its identity in the statement of its ExternalId. */
export function trustPiece(placement: Placement, installation: string): Piece {
  const { identity, specification } = placement;
  const externalId = 'externalId' in specification ? specification.externalId : undefined;
  return piece(trustSid(installation, externalId), identity);
}

/**
 * By hand means: under no condition, and then whatever the ExternalId, as no one needs it; or under
 * the very condition that ours would have.
 */
export function wantedByHand(
  asks: readonly Ask[],
  { byHand, twins }: TrustView,
): ReadonlySet<Piece> {
  const wanted = asks.flatMap((ask) => ask.wanted ?? []);
  return new Set(wanted.filter((entire) => byHand.has(whatOf(entire)) || twins.has(entire)));
}

/**
 * What is left in our statements of roles that were deleted, and keeps IAM from taking the policy.
 * Only what IAM has just refused by name: for a moment a new role is shown by its id as well.
 */
export function orphansIn(
  trust: TrustView,
  asks: readonly Ask[],
  rejected: ReadonlySet<string>,
): readonly Piece[] {
  const wanted = new Set(asks.flatMap((ask) => ask.wanted ?? []));
  return [...trust.ours].filter(
    (entire) => isUniqueId(whatOf(entire)) && rejected.has(whatOf(entire)) && !wanted.has(entire),
  );
}

/** In our statements, though the record knows nothing of it: a record may have lost something. */
export function unclaimedIn(trust: TrustView, asks: readonly Ask[]): readonly string[] {
  const claimed = new Set(asks.flatMap((ask) => [...(ask.wanted ?? []), ...ask.placed]));
  const unclaimed = [...trust.ours].filter((entire) => !claimed.has(entire)).map(whatOf);
  return unclaimed.filter((principal) => !isUniqueId(principal)).sort();
}
