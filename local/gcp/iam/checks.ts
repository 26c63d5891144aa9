import type { Binding } from '../../../shared/policy/allow-policy.ts';
import { denied, invalid } from '../refusal.ts';
import type { AuditConfig, Held } from './bindings.ts';

const LARGEST = 1_500;
const BASIC_ROLES: readonly string[] = ['roles/owner', 'roles/editor', 'roles/viewer'];

const isConditional = ({ condition }: { readonly condition?: unknown }) => condition !== undefined;

export function checkVersionIsOne(version: number): void {
  if ([0, 1, 3].includes(version)) return;
  throw invalid(`Invalid policy version ${version}. Valid values are 0, 1 and 3.`);
}

/** Only asked of a write that has an etag: without one, Google skips it. */
export function checkVersionFits(
  version: number,
  current: readonly Held[],
  sent: readonly Binding[],
): void {
  if (version === 3 || ![...current, ...sent].some(isConditional)) return;
  throw invalid(
    `Specified policy version (${version}) cannot be less than the existing policy version (3). ` +
      'For more information, please refer to https://cloud.google.com/iam/docs/policies#versions',
  );
}

export function checkRoles(bindings: readonly Binding[], everybody: boolean): void {
  for (const { role, members, condition } of bindings) {
    if (!/^(roles|(projects|organizations)\/[^/]+\/roles)\/[\w.]+$/.test(role ?? ''))
      throw invalid(`Role (${role}) does not exist in the resource's hierarchy.`);
    if (role.includes('_withcond_'))
      throw invalid(`Role ${role} is not supported for this resource.`);
    if (condition && BASIC_ROLES.includes(role))
      throw invalid("Conditions can't be set on primitive roles.");
    if (!everybody && members?.some((member) => /^all(Authenticated)?Users$/.test(member)))
      throw invalid('Members allUsers and allAuthenticatedUsers cannot be added to this resource.');
  }
}

/** Each occurrence of a member counts, and each exemption from an audit log. */
export function checkSize(bindings: readonly Held[], auditConfigs: readonly AuditConfig[]): void {
  const exempted = auditConfigs
    .flatMap(({ auditLogConfigs = [] }) => auditLogConfigs)
    .flatMap(({ exemptedMembers = [] }) => exemptedMembers);
  const count = bindings.flatMap(({ holders }) => holders).length + exempted.length;
  if (count <= LARGEST) return;
  throw invalid(
    `The number of members in the policy (${count.toLocaleString('en-US')}) is larger than the ` +
      `maximum allowed size ${LARGEST.toLocaleString('en-US')}.`,
  );
}

/** What a condition on `iam.googleapis.com/modifiedGrantsByRole` does to its holder's writes. */
export function checkLimit(changed: readonly string[], allowed: readonly string[] | undefined) {
  if (allowed === undefined || changed.every((role) => allowed.includes(role))) return;
  throw denied('Policy update access denied.');
}
