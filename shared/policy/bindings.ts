import type { AllowPolicy, Binding } from './allow-policy.ts';
import { byPlace, type Difference, type Piece, piece } from './pieces.ts';

/** A binding under a condition is another binding, even of the same role: it is never ours. */
function isUnconditional({ condition }: Binding): boolean {
  return condition === undefined;
}

/** Who has which role under no condition; a role may have several such bindings. */
export function unconditionalMembers({ bindings = [] }: AllowPolicy): readonly Piece[] {
  return bindings
    .filter(isUnconditional)
    .flatMap(({ role, members = [] }) => members.map((member) => piece(role, member)));
}

/** As Google counts: every occurrence, whatever the member and the binding, and every exemption from audit logs. */
export function countMembers({ bindings = [], auditConfigs = [] }: AllowPolicy): number {
  const exempted = auditConfigs
    .flatMap(({ auditLogConfigs = [] }) => auditLogConfigs)
    .map(({ exemptedMembers = [] }) => exemptedMembers);
  const lists = [...bindings.map(({ members = [] }) => members), ...exempted];
  return lists.reduce((sum, members) => sum + members.length, 0);
}

/** The policy with our members changed; every other member and binding is left to the letter. */
export function rebind(current: AllowPolicy, { add, remove }: Difference): AllowPolicy {
  if (add.size === 0 && remove.size === 0) return current;
  const { bindings: before = [] } = current;
  const [added, removed] = [byPlace(add), byPlace(remove)];
  const kept = before.flatMap((binding) => {
    if (!isUnconditional(binding)) return [binding];
    const isFirst =
      before.find((one) => isUnconditional(one) && one.role === binding.role) === binding;
    return change(binding, isFirst ? added.get(binding.role) : [], removed.get(binding.role));
  });
  const fresh = [...added]
    .filter(([role]) => !before.some((one) => isUnconditional(one) && one.role === role))
    .map(([role, members]) => ({ role, members }));
  return withBindings(current, [...kept, ...fresh]);
}

function change(
  binding: Binding,
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly Binding[] {
  const gone = new Set(removed);
  const { members: before = [] } = binding;
  const left = before.filter((member) => !gone.has(member));
  if (added.length === 0 && left.length === before.length) return [binding];
  const members = [...left, ...added];
  return members.length === 0 ? [] : [{ ...binding, members }];
}

/** Written as anything less than 3, a policy loses its conditions. */
function withBindings(policy: AllowPolicy, bindings: readonly Binding[]): AllowPolicy {
  const conditional = !bindings.every(isUnconditional);
  return { ...policy, bindings, ...(conditional && { version: 3 }) };
}
