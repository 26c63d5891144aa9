import { iam_v1 } from 'googleapis/build/src/apis/iam/v1.js';
import type { AllowPolicy } from '../../policy/allow-policy.ts';
import type { GoogleEndpoints } from '../../runtime/config.ts';
import type { PolicyCalls } from './allow-policies.ts';
import { targetOptions } from './google.ts';

export function serviceAccountCalls(endpoints: GoogleEndpoints): (email: string) => PolicyCalls {
  const { serviceAccounts } = new iam_v1.Iam(targetOptions('IAM', endpoints)).projects;
  return (email) => {
    // The account's own project, which its address does not always tell.
    const resource = `projects/-/serviceAccounts/${email}`;
    return {
      resource,
      getMethod: 'iam.serviceAccounts.getIamPolicy',
      setMethod: 'iam.serviceAccounts.setIamPolicy',
      async get() {
        const { data } = await serviceAccounts.getIamPolicy({
          resource,
          'options.requestedPolicyVersion': 3,
        });
        return data as AllowPolicy;
      },
      async set(policy) {
        const requestBody = { policy: policy as iam_v1.Schema$Policy };
        await serviceAccounts.setIamPolicy({ resource, requestBody });
      },
    };
  };
}
