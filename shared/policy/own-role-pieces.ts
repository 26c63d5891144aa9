import type { Claim, Placement } from './claim.ts';
import type { OwnRole } from './own-role.ts';
import { type Ask, asksOf, byPlace, type Piece, piece, placeOf } from './pieces.ts';
import { trustPiece } from './trust-view.ts';

const ATTACHED = 'attached';
const BOUNDARY = 'boundary';

/** A boundary is only ever asked for, never taken away: that would widen what the role can do. */
export function ownRoleAsks(claims: readonly Claim[], installation: string): readonly Ask[] {
  const placed = (placement: Placement): readonly Piece[] => {
    if (placement.specification.kind !== 'awsOwnRole') return [];
    const { policies } = placement.specification;
    return [trustPiece(placement, installation), ...policies.map((arn) => piece(ATTACHED, arn))];
  };
  const wanted = (placement: Placement): readonly Piece[] => {
    const boundary = boundaryOf(placement);
    return [...placed(placement), ...(boundary ? [piece(BOUNDARY, boundary)] : [])];
  };
  return asksOf(claims, wanted, placed);
}

function boundaryOf({ specification }: Placement): string | undefined {
  return specification.kind === 'awsOwnRole' ? specification.permissionsBoundary : undefined;
}

/** All that a role has besides its trust policy. */
export function rolePieces({ attached, permissionsBoundary }: OwnRole): readonly Piece[] {
  const boundary = permissionsBoundary === undefined ? [] : [permissionsBoundary];
  return [
    ...attached.map((arn) => piece(ATTACHED, arn)),
    ...boundary.map((arn) => piece(BOUNDARY, arn)),
  ];
}

export function isOfTrust(entire: Piece): boolean {
  return placeOf(entire) !== ATTACHED && placeOf(entire) !== BOUNDARY;
}

export function attachedIn(pieces: Iterable<Piece>): readonly string[] {
  return byPlace(pieces).get(ATTACHED) ?? [];
}

export function boundaryIn(pieces: Iterable<Piece>): string | undefined {
  return byPlace(pieces).get(BOUNDARY)?.[0];
}

/** Attached, but neither wanted nor placed by anybody: somebody else did it. */
export function attachedByHand(role: OwnRole, asks: readonly Ask[]): readonly string[] {
  const known = attachedIn(asks.flatMap((ask) => [...(ask.wanted ?? []), ...ask.placed]));
  return role.attached.filter((arn) => !known.includes(arn));
}
