import type { House } from '../house.ts';
import { ACCOUNT, LOADER, PROJECT, SHARED_ROLE } from '../samples.ts';

/** The policy that a sample's target is about, as its cloud holds it now; null where there is none. */
export function policyOf({ aws, gcp }: House, target: string, namespace: string): unknown {
  switch (target) {
    case 'lake':
      return ownRole(aws, `airflow-${namespace}`);
    case 'redshift':
      return aws.iam.readTrustPolicy(SHARED_ROLE);
    case 'analytics':
      return withoutEtag(gcp.projects.policy(PROJECT));
    case 'loader':
      return withoutEtag(gcp.serviceAccounts.policy(LOADER));
    default:
      return null;
  }
}

function ownRole({ iam }: House['aws'], name: string): unknown {
  const role = iam
    .roles()
    .find(({ arn }) => arn.includes(`:${ACCOUNT}:`) && arn.endsWith(`/${name}`));
  if (role === undefined) return null;
  const { arn, trust, attached, tags } = role;
  return { arn, trust, attached, tags };
}

function withoutEtag(policy: object): unknown {
  const { etag: _, ...rest } = policy as { etag?: string };
  return rest;
}
