import type { AccessEntry } from '../../../shared/policy/dataset-access.ts';
import type { Accounts } from '../iam/accounts.ts';
import { checkConsistent } from '../iam/members.ts';
import { Refusal } from '../refusal.ts';
import { bad, entryKey, type HeldEntry, readEntry } from './entries.ts';

const LARGEST = 1_500;
const OUTSIDER =
  'One or more users named in the policy do not belong to a permitted customer,  ' +
  'perhaps due to an organization policy.';

/** The list as it stands, and what its dataset holds callers to. */
export interface Scene {
  /** `<project>:<dataset>`. */
  readonly name: string;
  readonly accounts: Accounts;
  readonly current: readonly HeldEntry[];
  readonly permitted: ((member: string) => boolean) | undefined;
}

/** The list that a caller sends, or what BigQuery answers instead of taking it. */
export function checkedEntries(
  access: readonly AccessEntry[],
  version: number,
  scene: Scene,
): readonly HeldEntry[] {
  const all = [...access, ...scene.current.map(({ entry }) => entry)];
  if (version < 3 && all.some(({ condition }) => condition)) {
    throw bad('Conditional access policy bindings need accessPolicyVersion 3.');
  }
  try {
    checkConsistent(access.flatMap(membersOf));
    const entries = readEntries(access, scene.accounts);
    checkPermitted(entries, scene);
    checkSize(entries);
    return entries;
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason === 'invalid') throw error;
    // BigQuery has IAM keep the list, and passes on what IAM says of it.
    throw bad(`IAM setPolicy failed for Dataset ${scene.name}: ${error.message}`);
  }
}

/** What gives the same to the same stands there once. */
export function readEntries(
  access: readonly AccessEntry[],
  accounts: Accounts,
): readonly HeldEntry[] {
  const entries = access.map((entry) => readEntry(entry, accounts));
  return [...new Map(entries.map((held) => [entryKey(held), held])).values()];
}

export function checkVersion(version: number): void {
  if (![0, 1, 3].includes(version)) throw bad(`Invalid access policy version ${version}.`);
}

function checkPermitted(entries: readonly HeldEntry[], { current, permitted }: Scene): void {
  const had = new Set(current.map(entryKey));
  const outsider = entries
    .filter((held) => !had.has(entryKey(held)))
    .flatMap(({ entry }) => membersOf(entry))
    .some((member) => permitted?.(member) === false);
  if (outsider) throw new Refusal(400, 'FAILED_PRECONDITION', OUTSIDER);
}

function checkSize(entries: readonly HeldEntry[]): void {
  const count = entries.filter(({ entry }) => entry.role !== undefined).length;
  if (count <= LARGEST) return;
  const message = `The number of members in the policy (${count.toLocaleString('en-US')}) is larger than the maximum allowed size ${LARGEST.toLocaleString('en-US')}.`;
  throw new Refusal(400, 'INVALID_ARGUMENT', message);
}

function membersOf({ userByEmail, iamMember }: AccessEntry): readonly string[] {
  if (userByEmail !== undefined) return [`serviceAccount:${userByEmail}`];
  return iamMember === undefined ? [] : [iamMember];
}
