import { partitionOf } from '../rules/partition.ts';
import type { Specification } from '../rules/specification.ts';

type OwnRole = Extract<Specification, { kind: 'awsOwnRole' }>;

/** The ARN of a role of its own, path included: without the path it names another role. */
export function ownRoleArn(specification: OwnRole, installation: string, region = ''): string {
  const { account, roleName } = specification;
  const partition = partitionFor(specification, region);
  return `arn:${partition}:iam::${account}:role/deployment-authorizer/${installation}/${roleName}`;
}

/** A role and what is attached to it are of one partition; where no ARN tells, the region does. */
function partitionFor({ policies, permissionsBoundary }: OwnRole, region: string): string {
  const named = [...policies, permissionsBoundary ?? ''].find((arn) => arn.startsWith('arn:'));
  return named?.split(':')[1] || partitionOf(region);
}
