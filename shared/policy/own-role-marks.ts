import type { Specification } from '../rules/specification.ts';
import type { Claim } from './claim.ts';
import type { OwnRole } from './own-role.ts';

export type OwnRoleSpecification = Extract<Specification, { readonly kind: 'awsOwnRole' }>;

/** Where all roles of an installation are, so that its permissions can name them. */
export function ownRolePath(installation: string): string {
  return `/deployment-authorizer/${installation}/`;
}

/** What says on the role itself whose it is. */
export function ownRoleTags(
  installation: string,
  deploymentId: string,
): Readonly<Record<string, string>> {
  return {
    'managed-by': 'deployment-authorizer',
    'deployment-authorizer:installation': installation,
    'deployment-authorizer:deployment-id': deploymentId,
  };
}

/** Whether we made this role, and for this very Deployment. Tags that somebody added do no harm. */
export function isMarkedFor(
  role: OwnRole,
  { deploymentId, roleName }: OwnRoleSpecification,
  installation: string,
): boolean {
  const tags = Object.entries(ownRoleTags(installation, deploymentId));
  return (
    role.path === ownRolePath(installation) &&
    tags.every(([key, value]) => role.tags[key] === value) &&
    (nameOf(role) ?? roleName) === roleName
  );
}

/** In the case in which IAM knows it; to IAM names that differ in case only are the same. */
export function nameOf(role: OwnRole): string | undefined {
  return role.arn?.split('/').at(-1);
}

/** What a claim is about, also when it is no longer wanted. */
export function specificationOf({ wanted, placed }: Claim): OwnRoleSpecification | undefined {
  const placements = wanted ? [wanted, ...placed] : placed;
  return placements.map(({ specification }) => specification).find(isOwnRole);
}

export function isOwnRole(specification: Specification): specification is OwnRoleSpecification {
  return specification.kind === 'awsOwnRole';
}
