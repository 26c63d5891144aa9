import type { GoogleEndpoints } from '../../runtime/config.ts';
import { UnknownTargetError } from '../errors.ts';
import type { Target } from '../target.ts';
import { allowPolicy, type PolicyCalls } from './allow-policies.ts';
import { bucketCalls } from './bucket.ts';
import { projectCalls } from './project.ts';
import { serviceAccountCalls } from './service-account.ts';

/** Opens the target of a key that `targetKey` made. */
export function openGcpTarget(
  endpoints: GoogleEndpoints,
  installation: string,
): (targetKey: string) => Target<unknown> {
  const families: Readonly<Record<string, (resource: string) => PolicyCalls>> = {
    'gcp-bucket': bucketCalls(endpoints),
    'gcp-project': projectCalls(endpoints),
    'gcp-service-account': serviceAccountCalls(endpoints),
  };
  return (targetKey) => {
    const [family = '', ...rest] = targetKey.split('/');
    const calls = families[family];
    if (calls !== undefined) return allowPolicy(calls(rest.join('/')), installation);
    throw new UnknownTargetError(`no target on Google Cloud has the key ${targetKey}`);
  };
}
