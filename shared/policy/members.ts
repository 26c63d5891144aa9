import type { Placement } from './claim.ts';
import { type Piece, piece, placeOf, whatOf } from './pieces.ts';

/** What lets one service account act as another. */
const IMPERSONATE = 'roles/iam.serviceAccountTokenCreator';

/** A service account's address as a member; compared to the letter, as Google writes it. */
export function memberOf(address: string): string {
  return `serviceAccount:${address}`;
}

export function rolesOf({ specification }: Placement): readonly string[] {
  switch (specification.kind) {
    case 'gcpProject':
    case 'gcpBucket':
    case 'gcpDataset':
      return specification.roles;
    case 'gcpImpersonate':
      return [IMPERSONATE];
    default:
      return [];
  }
}

export function memberPieces(placement: Placement): readonly Piece[] {
  return rolesOf(placement).map((role) => piece(role, memberOf(placement.identity)));
}

/** Of a placement, only these of its roles. */
export function withRoles(placement: Placement, roles: readonly string[]): Placement {
  const { identity, specification } = placement;
  if (!('roles' in specification)) return placement;
  const kept = specification.roles.filter((role) => roles.includes(role));
  return { identity, specification: { ...specification, roles: kept } };
}

/** The piece whose service account was deleted; Google refuses the same address beside it. */
export function buriedPiece(entire: Piece): Piece | undefined {
  const member = whatOf(entire);
  const address = member.startsWith('deleted:serviceAccount:') ? deletedAddress(member) : undefined;
  return address === undefined ? undefined : piece(placeOf(entire), memberOf(address));
}

/** Of a member of any kind that Google shows as deleted. */
export function deletedAddress(member: string): string | undefined {
  return /^deleted:[^:]+:([^?]+)\?uid=/.exec(member)?.[1];
}
