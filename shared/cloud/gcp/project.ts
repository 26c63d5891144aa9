import { cloudresourcemanager_v3 } from 'googleapis/build/src/apis/cloudresourcemanager/v3.js';
import type { AllowPolicy } from '../../policy/allow-policy.ts';
import type { GoogleEndpoints } from '../../runtime/config.ts';
import type { PolicyCalls } from './allow-policies.ts';
import { targetOptions } from './google.ts';

export function projectCalls(endpoints: GoogleEndpoints): (project: string) => PolicyCalls {
  const { projects } = new cloudresourcemanager_v3.Cloudresourcemanager(
    targetOptions('CLOUDRESOURCEMANAGER', endpoints),
  );
  return (project) => {
    const resource = `projects/${project}`;
    return {
      resource,
      getMethod: 'resourcemanager.projects.getIamPolicy',
      setMethod: 'resourcemanager.projects.setIamPolicy',
      async get() {
        const requestBody = { options: { requestedPolicyVersion: 3 } };
        const { data } = await projects.getIamPolicy({ resource, requestBody });
        return data as AllowPolicy;
      },
      async set(policy) {
        // The default mask, bindings and etag, leaves auditConfigs as they are.
        const requestBody = { policy: policy as cloudresourcemanager_v3.Schema$Policy };
        await projects.setIamPolicy({ resource, requestBody });
      },
    };
  };
}
