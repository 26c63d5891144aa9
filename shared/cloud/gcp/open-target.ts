import type { GoogleEndpoints } from '../../runtime/config.ts';
import { UnknownTargetError } from '../errors.ts';
import type { OpenTarget, Target } from '../target.ts';
import { allowPolicy, type PolicyCalls } from './allow-policies.ts';
import { bucketCalls } from './bucket.ts';
import { datasetTargets } from './dataset.ts';
import { projectCalls } from './project.ts';
import { serviceAccountCalls } from './service-account.ts';

/** How the keys begin that it opens. */
export const GCP_FAMILIES = [
  'gcp-bucket',
  'gcp-dataset',
  'gcp-project',
  'gcp-service-account',
] as const;
type Family = (typeof GCP_FAMILIES)[number];

/** Opens the target of a key that `targetKey` made. */
export function openGcpTarget(endpoints: GoogleEndpoints, installation: string): OpenTarget {
  const policyOf = (calls: (resource: string) => PolicyCalls) => (resource: string) =>
    allowPolicy(calls(resource), installation);
  const families: Readonly<Record<Family, (resource: string) => Target<unknown>>> = {
    'gcp-bucket': policyOf(bucketCalls(endpoints)),
    'gcp-dataset': datasetTargets(endpoints, installation),
    'gcp-project': policyOf(projectCalls(endpoints)),
    'gcp-service-account': policyOf(serviceAccountCalls(endpoints)),
  };
  return (targetKey) => {
    const [name, ...rest] = targetKey.split('/');
    const family = GCP_FAMILIES.find((one) => one === name);
    if (family !== undefined) return families[family](rest.join('/'));
    throw new UnknownTargetError(`no target on Google Cloud has the key ${targetKey}`);
  };
}
