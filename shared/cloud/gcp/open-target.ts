import type { GoogleEndpoints } from '../../runtime/config.ts';
import { UnknownTargetError } from '../errors.ts';
import type { OpenTarget, Target } from '../target.ts';
import { allowPolicy, type PolicyCalls } from './allow-policies.ts';
import { bucketCalls } from './bucket.ts';
import { datasetTargets } from './dataset.ts';
import { projectCalls } from './project.ts';
import { serviceAccountCalls } from './service-account.ts';

/** Opens the target of a key that `targetKey` made. */
export function openGcpTarget(endpoints: GoogleEndpoints, installation: string): OpenTarget {
  const policyOf = (calls: (resource: string) => PolicyCalls) => (resource: string) =>
    allowPolicy(calls(resource), installation);
  const families: Readonly<Record<string, (resource: string) => Target<unknown>>> = {
    'gcp-bucket': policyOf(bucketCalls(endpoints)),
    'gcp-dataset': datasetTargets(endpoints, installation),
    'gcp-project': policyOf(projectCalls(endpoints)),
    'gcp-service-account': policyOf(serviceAccountCalls(endpoints)),
  };
  return (targetKey) => {
    const [family = '', ...rest] = targetKey.split('/');
    const open = families[family];
    if (open !== undefined) return open(rest.join('/'));
    throw new UnknownTargetError(`no target on Google Cloud has the key ${targetKey}`);
  };
}
