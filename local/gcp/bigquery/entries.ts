import { createHash } from 'node:crypto';
import type { AccessEntry } from '../../../shared/policy/dataset-access.ts';
import { canonicalJson } from '../../../shared/runtime/json.ts';
import type { Accounts } from '../iam/accounts.ts';
import { type Holder, holderKey, readMember, showHolder } from '../iam/members.ts';
import { Refusal } from '../refusal.ts';

/** An entry as BigQuery keeps it: of whoever is a service account, its unique id. */
export interface HeldEntry {
  readonly entry: AccessEntry;
  readonly account?: Extract<Holder, { kind: 'account' }>;
}

const WHO = [
  'userByEmail',
  'groupByEmail',
  'domain',
  'specialGroup',
  'iamMember',
  'view',
  'routine',
  'dataset',
] as const;
export const LEGACY: Readonly<Record<string, string>> = {
  'roles/bigquery.dataViewer': 'READER',
  'roles/bigquery.dataEditor': 'WRITER',
  'roles/bigquery.dataOwner': 'OWNER',
};
const SERVICE_ACCOUNT = /gserviceaccount\.com$/;

/** BigQuery's word for a call that is wrong in itself. */
export const bad = (message: string) => new Refusal(400, 'INVALID_ARGUMENT', message, 'invalid');

/** Throws what BigQuery answers for an entry that is none, or names who is not there. */
export function readEntry(entry: AccessEntry, accounts: Accounts): HeldEntry {
  const who = WHO.filter((field) => entry[field] !== undefined);
  if (who.length !== 1) {
    throw bad(
      'An access entry must have exactly one of userByEmail, groupByEmail, domain, specialGroup defined, view, routine, or dataset.',
    );
  }
  const [field] = who;
  const resource = field === 'view' || field === 'routine' || field === 'dataset';
  if (resource && entry.role) throw bad(`An access entry for ${field} needs an empty role.`);
  if (resource) return { entry };
  if (!entry.role) throw bad('An access entry needs a role.');
  const kept = { ...entry, role: LEGACY[entry.role] ?? entry.role };
  const member = memberOf(entry);
  const holder = member === undefined ? undefined : readMember(member, accounts);
  return holder?.kind === 'account' ? { entry: kept, account: holder } : { entry: kept };
}

function memberOf({ userByEmail, iamMember }: AccessEntry): string | undefined {
  if (userByEmail === undefined) return iamMember;
  return `${SERVICE_ACCOUNT.test(userByEmail) ? 'serviceAccount' : 'user'}:${userByEmail}`;
}

/** A service account that is gone shows as a member; below version 3 a condition only mangles the role. */
export function showEntry(held: HeldEntry, accounts: Accounts, version: number): AccessEntry {
  const { userByEmail: _, iamMember: __, ...rest } = held.entry;
  const member = held.account && showHolder(held.account, accounts);
  const live = member?.startsWith('serviceAccount:');
  const entry =
    member === undefined
      ? held.entry
      : live
        ? { ...rest, userByEmail: held.account?.email ?? '' }
        : { ...rest, iamMember: member };
  if (entry.condition === undefined || version >= 3) return entry;
  const { condition, ...open } = entry;
  const hash = createHash('sha256').update(canonicalJson(condition)).digest('hex').slice(0, 10);
  return { ...open, role: `${entry.role}_with_conditionalbinding_${hash}` };
}

/** The same for two entries that give the same to the same, however they were written. */
export function entryKey({ entry, account }: HeldEntry): string {
  const { userByEmail: _, iamMember: __, ...rest } = entry;
  return account === undefined
    ? canonicalJson(entry)
    : `${holderKey(account)} ${canonicalJson(rest)}`;
}
