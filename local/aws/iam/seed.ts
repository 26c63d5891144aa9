import type { TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import { uniqueId } from './principals.ts';
import { type Role, readRoleArn } from './role.ts';
import { namedEntities, seededTrust } from './saved-trust.ts';
import type { IamState } from './state.ts';

/** A role that is there before the test begins. */
export interface RoleSeed {
  readonly arn: string;
  readonly trust: TrustPolicy;
  readonly tags?: Readonly<Record<string, string>>;
  readonly attached?: readonly string[];
  readonly inline?: Readonly<Record<string, string>>;
  readonly permissionsBoundary?: string;
}

/**
 * The role, which no reader lags behind of. Nothing about the seed is refused: a policy may hold
 * what IAM took long ago, the ids of the deleted included, and those it names by ARN are made to
 * exist.
 */
export function seedRole(iam: IamState, { arn, trust, ...seed }: RoleSeed): Role {
  const id = iam.principals.add(arn, iam.now());
  const role: Role = {
    ...readRoleArn(arn),
    ...seed,
    arn,
    id,
    created: new Date(iam.now()),
    maxSession: 3_600,
    trust: seedTrust(iam, trust),
    tags: seed.tags ?? {},
    attached: seed.attached ?? [],
    inline: seed.inline ?? {},
  };
  for (const policy of role.attached) iam.policies.add(policy);
  iam.putForAll(role);
  return role;
}

/** What somebody else's hand wrote, kept as IAM keeps it. */
export function seedTrust(iam: IamState, trust: TrustPolicy): TrustPolicy {
  for (const arn of namedEntities(trust)) {
    if (!iam.principals.has(arn)) iam.principals.add(arn, iam.now());
  }
  return seededTrust(trust, iam.principals);
}

/** The id of somebody who was deleted: nobody has it. */
export function orphanId(): string {
  return uniqueId('AROA');
}
