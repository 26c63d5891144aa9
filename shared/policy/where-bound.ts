import type { AllowPolicy, Binding } from './allow-policy.ts';
import type { AccessEntry, DatasetAccess } from './dataset-access.ts';
import { deletedAddress } from './members.ts';

/** In words, the bindings that name this address, whatever kind of member it is, deleted or not. */
export function whereBound({ bindings = [] }: AllowPolicy, address: string): string | undefined {
  return listed(
    bindings.filter(({ members = [] }) => members.some(names(address))).map(bindingInWords),
  );
}

/** Only those that show it as a deleted member. */
export function whereBoundAsDeleted(
  { bindings = [] }: AllowPolicy,
  address: string,
): string | undefined {
  return listed(
    bindings.filter(({ members = [] }) => members.some(buries(address))).map(bindingInWords),
  );
}

/** The same for the entries of a dataset. */
export function whereEntered({ access }: DatasetAccess, address: string): string | undefined {
  return listed(access.filter((one) => membersIn(one).some(names(address))).map(entryInWords));
}

export function whereEnteredAsDeleted(
  { access }: DatasetAccess,
  address: string,
): string | undefined {
  return listed(access.filter((one) => membersIn(one).some(buries(address))).map(entryInWords));
}

function names(address: string): (member: string) => boolean {
  const isBuried = buries(address);
  return (member) => member.slice(member.indexOf(':') + 1) === address || isBuried(member);
}

function buries(address: string): (member: string) => boolean {
  return (member) => deletedAddress(member) === address;
}

/** Of a user or a group the address alone, which says the same as behind the kind of member. */
function membersIn({ userByEmail, groupByEmail, iamMember }: AccessEntry): readonly string[] {
  return [userByEmail, groupByEmail, iamMember].filter((one) => one !== undefined);
}

function bindingInWords({ role, condition }: Binding): string {
  const under = condition === undefined ? '' : ` (condition “${condition.title ?? 'untitled'}”)`;
  return `binding ${role}${under}`;
}

function entryInWords({ role = 'without a role' }: AccessEntry): string {
  return `entry ${role}`;
}

function listed(places: readonly string[]): string | undefined {
  return places.length === 0 ? undefined : [...new Set(places)].join(' and ');
}
