import { createHash } from 'node:crypto';
import type {
  AllowPolicy,
  Binding,
  BindingCondition,
} from '../../../shared/policy/allow-policy.ts';
import { canonicalJson } from '../../../shared/runtime/json.ts';
import type { Accounts } from './accounts.ts';
import { type Holder, holderKey, readMember, showHolder } from './members.ts';

export type { AuditConfig } from '../../../shared/policy/allow-policy.ts';

/** An allow policy on the wire. */
export type Policy = AllowPolicy;

/** A binding as Google keeps it. */
export interface Held {
  readonly role: string;
  readonly condition?: BindingCondition;
  readonly holders: readonly Holder[];
}

const bindingKey = ({ role, condition }: Pick<Binding, 'role' | 'condition'>) =>
  `${role} ${canonicalJson(condition ?? null)}`;

/** As Google does: one binding for each role and condition, each member once, in the order sent. */
export function readBindings(bindings: readonly Binding[], accounts: Accounts): readonly Held[] {
  const merged = new Map<string, { held: Held; holders: Map<string, Holder> }>();
  for (const { role, condition, members } of bindings) {
    const held: Held = condition ? { role, condition, holders: [] } : { role, holders: [] };
    const entry = merged.get(bindingKey(held)) ?? { held, holders: new Map() };
    merged.set(bindingKey(held), entry);
    for (const member of members ?? []) {
      const holder = readMember(member, accounts);
      if (!entry.holders.has(holderKey(holder))) entry.holders.set(holderKey(holder), holder);
    }
  }
  return [...merged.values()]
    .filter(({ holders }) => holders.size > 0)
    .map(({ held, holders }) => ({ ...held, holders: [...holders.values()] }));
}

/** Below version 3 a condition is hidden, and the role's name is mangled to say so. */
export function showBinding(held: Held, accounts: Accounts, version: number): Binding {
  const { role, condition } = held;
  const members = held.holders.map((holder) => showHolder(holder, accounts));
  if (condition === undefined) return { role, members };
  if (version >= 3) return { role, members, condition };
  const hash = createHash('sha256').update(canonicalJson(condition)).digest('hex').slice(0, 20);
  return { role: `${role}_withcond_${hash}`, members };
}

/** The roles whose grants differ between the two, conditions included. */
export function changedRoles(before: readonly Held[], after: readonly Held[]): readonly string[] {
  const grants = (bindings: readonly Held[]) =>
    new Map(
      bindings.flatMap((held) =>
        held.holders.map((holder) => [`${bindingKey(held)} ${holderKey(holder)}`, held.role]),
      ),
    );
  const [had, has] = [grants(before), grants(after)];
  const differing = [...had, ...has].filter(([key]) => had.has(key) !== has.has(key));
  return [...new Set(differing.map(([, role]) => role))];
}

/** Members that the policy did not have anywhere before. */
export function addedMembers(
  before: readonly Held[],
  after: readonly Held[],
  accounts: Accounts,
): readonly string[] {
  const had = new Set(before.flatMap(({ holders }) => holders.map(holderKey)));
  const all = after.flatMap(({ holders }) => holders);
  return all.filter((one) => !had.has(holderKey(one))).map((one) => showHolder(one, accounts));
}
