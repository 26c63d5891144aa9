import type { AccessEntry, DatasetAccess } from './dataset-access.ts';
import { memberOf } from './members.ts';
import { byPlace, type Difference, type Piece, piece } from './pieces.ts';

/** Three of BigQuery's roles had names before there was IAM, and BigQuery still answers these. */
const ROLES = new Map([
  ['READER', 'roles/bigquery.dataViewer'],
  ['WRITER', 'roles/bigquery.dataEditor'],
  ['OWNER', 'roles/bigquery.dataOwner'],
]);

/** Who has which role under no condition, the roles by the names that IAM has for them. */
export function entryMembers({ access }: DatasetAccess): readonly Piece[] {
  return access.flatMap((entry) => pieceOf(entry) ?? []);
}

/** Views, routines and datasets have no role here, and do not count as members. */
export function countEntries({ access }: DatasetAccess): number {
  return access.filter(({ role }) => role !== undefined).length;
}

/** The list with our entries changed; every other entry is left to the letter and in its place. */
export function reenter(current: DatasetAccess, { add, remove }: Difference): DatasetAccess {
  if (add.size === 0 && remove.size === 0) return current;
  const kept = current.access.filter((entry) => !remove.has(pieceOf(entry) ?? ''));
  const fresh = [...byPlace(add)].flatMap(([role, members]) =>
    members.map((member) => ({ role, userByEmail: member.slice(memberOf('').length) })),
  );
  return { ...current, access: [...kept, ...fresh] };
}

/** An entry under a condition is another entry, even of the same role: it is never ours. */
function pieceOf({ role, userByEmail, iamMember, condition }: AccessEntry): Piece | undefined {
  // No person has the address of a service account: to match identities, both may be called one.
  const member = userByEmail === undefined ? iamMember : memberOf(userByEmail);
  if (role === undefined || member === undefined || condition !== undefined) return undefined;
  return piece(ROLES.get(role) ?? role, member);
}
