import { storage_v1 } from 'googleapis/build/src/apis/storage/v1.js';
import type { AllowPolicy } from '../../policy/allow-policy.ts';
import type { GoogleEndpoints } from '../../runtime/config.ts';
import type { PolicyCalls } from './allow-policies.ts';
import { targetOptions } from './google.ts';

export function bucketCalls(endpoints: GoogleEndpoints): (bucket: string) => PolicyCalls {
  const { buckets } = new storage_v1.Storage(targetOptions('STORAGE', endpoints));
  return (bucket) => ({
    resource: `buckets/${bucket}`,
    getMethod: 'storage.buckets.getIamPolicy',
    setMethod: 'storage.buckets.setIamPolicy',
    async get() {
      const { data } = await buckets.getIamPolicy({ bucket, optionsRequestedPolicyVersion: 3 });
      return data as AllowPolicy;
    },
    async set(policy) {
      await buckets.setIamPolicy({ bucket, requestBody: policy as storage_v1.Schema$Policy });
    },
  });
}
