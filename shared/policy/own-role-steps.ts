import type { OwnRole } from './own-role.ts';
import { samePolicy } from './same-policy.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { closingStatement } from './trust-statements.ts';

/** One call to IAM. */
export type OwnRoleStep =
  /** With its path, tags, trust policy and boundary; what it has attached follows in steps of its own. */
  | { readonly kind: 'create'; readonly role: OwnRole }
  | { readonly kind: 'detach'; readonly policyArn: string }
  | { readonly kind: 'put-boundary'; readonly permissionsBoundary: string }
  | { readonly kind: 'update-trust'; readonly trust: TrustPolicy }
  | { readonly kind: 'attach'; readonly policyArn: string }
  | { readonly kind: 'delete' };

/**
 * From one state of a role to another, what narrows first and what widens last: after a crash in
 * between nobody has more than before or than is wanted.
 */
export function ownRoleSteps(
  current: OwnRole | undefined,
  wanted: OwnRole | undefined,
  installation: string,
): readonly OwnRoleStep[] {
  if (wanted === undefined) return current ? deleted(current, installation) : [];
  if (current === undefined) {
    return [{ kind: 'create', role: wanted }, ...attached([], wanted.attached)];
  }
  return [
    ...detached(current.attached, wanted.attached),
    ...boundary(current, wanted),
    ...trust(current, wanted),
    ...attached(current.attached, wanted.attached),
  ];
}

/**
 * Without its policies, as IAM deletes no other; and closed, as it may refuse this one, too, and
 * policies of resources elsewhere may name the role.
 */
function deleted(current: OwnRole, installation: string): readonly OwnRoleStep[] {
  const closed = { ...current.trust, Statement: [closingStatement(installation)] };
  return [
    ...detached(current.attached, []),
    ...trust(current, { ...current, trust: closed }),
    { kind: 'delete' },
  ];
}

function detached(have: readonly string[], want: readonly string[]): readonly OwnRoleStep[] {
  const gone = have.filter((policyArn) => !want.includes(policyArn));
  return gone.map((policyArn) => ({ kind: 'detach', policyArn }));
}

function attached(have: readonly string[], want: readonly string[]): readonly OwnRoleStep[] {
  const missing = want.filter((policyArn) => !have.includes(policyArn));
  return missing.map((policyArn) => ({ kind: 'attach', policyArn }));
}

/** Only ever set or changed: a role without its boundary could do more. */
function boundary(current: OwnRole, { permissionsBoundary }: OwnRole): readonly OwnRoleStep[] {
  if (permissionsBoundary === undefined) return [];
  if (permissionsBoundary === current.permissionsBoundary) return [];
  return [{ kind: 'put-boundary', permissionsBoundary }];
}

function trust(current: OwnRole, wanted: OwnRole): readonly OwnRoleStep[] {
  if (samePolicy(current.trust, wanted.trust)) return [];
  return [{ kind: 'update-trust', trust: wanted.trust }];
}
