import type { AllowPolicy } from '../../shared/policy/allow-policy.ts';
import type { DatasetAccess } from '../../shared/policy/dataset-access.ts';

/** One call to one of Google's APIs. */
export interface Way {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Ways<Policy> {
  readonly get: Way;
  set(policy: Policy): Way;
}

export function familyOf(targetKey: string): string {
  return targetKey.slice(0, targetKey.indexOf('/'));
}

export function nameIn(targetKey: string): string {
  return targetKey.slice(targetKey.indexOf('/') + 1);
}

export function waysTo(targetKey: string): Ways<AllowPolicy> {
  const name = nameIn(targetKey);
  const version = { options: { requestedPolicyVersion: 3 } };
  if (familyOf(targetKey) === 'gcp-bucket') {
    const path = `/storage/v1/b/${name}/iam`;
    const query = 'optionsRequestedPolicyVersion=3';
    return {
      get: { operation: 'storage.buckets.getIamPolicy', method: 'GET', path, query },
      set: (body) => ({ operation: 'storage.buckets.setIamPolicy', method: 'PUT', path, body }),
    };
  }
  const project = familyOf(targetKey) === 'gcp-project';
  const kind = project ? 'cloudresourcemanager.projects' : 'iam.projects.serviceAccounts';
  const path = project ? `/v3/projects/${name}` : `/v1/projects/-/serviceAccounts/${name}`;
  const ways = (method: string) => ({
    operation: `${kind}.${method}`,
    ...{ method: 'POST', path: `${path}:${method}` },
  });
  return {
    get: project
      ? { ...ways('getIamPolicy'), body: version }
      : { ...ways('getIamPolicy'), query: 'options.requestedPolicyVersion=3' },
    set: (policy) => ({ ...ways('setIamPolicy'), body: { policy } }),
  };
}

export function waysToDataset(targetKey: string): Ways<DatasetAccess> {
  const [project, dataset] = nameIn(targetKey).split('/');
  const path = `/bigquery/v2/projects/${project}/datasets/${dataset}`;
  const version = 'accessPolicyVersion=3';
  return {
    get: { operation: 'bigquery.datasets.get', method: 'GET', path, query: version },
    set: ({ etag, access }) => ({
      ...{ operation: 'bigquery.datasets.patch', method: 'PATCH', path },
      query: `${version}&updateMode=UPDATE_ACL`,
      headers: { 'if-match': etag },
      body: { access },
    }),
  };
}
