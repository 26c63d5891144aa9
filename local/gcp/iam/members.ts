import { invalid } from '../refusal.ts';
import type { Accounts } from './accounts.ts';

/** What a policy keeps of a member: of a service account, its unique id, not its address. */
export type Holder =
  | { readonly kind: 'account'; readonly email: string; readonly uid: string }
  | { readonly kind: 'other'; readonly member: string };

// Kubernetes identities (`serviceAccount:p.svc.id.goog[ns/name]`) are no service accounts.
const LIVE = /^serviceAccount:([^[\]]+)$/;
const DELETED = /^deleted:serviceAccount:(.+)\?uid=(\d+)$/;
const OTHERS =
  /^(allUsers|allAuthenticatedUsers|(serviceAccount|user|group|domain|principal|principalSet|project(Owner|Editor|Viewer)|deleted:(user|group|principal|principalSet)):.+)$/;

/** Throws what Google answers for a member that does not exist or is none. */
export function readMember(member: string, accounts: Accounts): Holder {
  const [, gone, uid] = DELETED.exec(member) ?? [];
  if (gone !== undefined && uid !== undefined) return { kind: 'account', email: gone, uid };
  const email = LIVE.exec(member)?.[1];
  if (email === undefined) return readOther(member);
  const account = accounts.visible(email);
  if (account === undefined) throw invalid(`Service account ${email} does not exist.`);
  return { kind: 'account', email, uid: account.uid };
}

function readOther(member: string): Holder {
  if (OTHERS.test(member)) return { kind: 'other', member };
  throw invalid(
    `The member ${member} is of an unknown type. Please set a valid type prefix for the member.`,
  );
}

export function showHolder(holder: Holder, accounts: Accounts): string {
  if (holder.kind === 'other') return holder.member;
  const { email, uid } = holder;
  const member = `serviceAccount:${email}`;
  return accounts.isLive(email, uid) ? member : `deleted:${member}?uid=${uid}`;
}

export const holderKey = (holder: Holder) =>
  holder.kind === 'account' ? `${holder.email}?uid=${holder.uid}` : holder.member;

/** Creates the service accounts that a policy by hand names, so that it is one that Google could hold. */
export function admit(members: readonly string[], accounts: Accounts): void {
  for (const member of members) {
    const email = LIVE.exec(member)?.[1];
    if (email !== undefined && accounts.find(email) === undefined) accounts.create(email);
  }
}

/** The service accounts of these members that stand there both as live and as deleted. */
export function checkConsistent(members: readonly string[]): void {
  const live = new Set(members);
  for (const member of members) {
    const email = DELETED.exec(member)?.[1];
    if (email === undefined || !live.has(`serviceAccount:${email}`)) continue;
    throw invalid(
      `Inconsistent representation of deleted member: '${member}' and 'serviceAccount:${email}'.`,
    );
  }
}
