import type { Specification } from '../../shared/rules/specification.ts';
import { ACCOUNT } from './aws-cloud.ts';

export const PROJECT = 'acme-analytics';
export const BUCKET = 'acme-raw';
export const DATASET = 'marts';
export const LOADER = 'loader@acme-analytics.iam.gserviceaccount.com';
export const PROJECT_ROLES = [
  'roles/bigquery.dataViewer',
  'roles/bigquery.jobUser',
  'roles/logging.viewer',
];
export const BUCKET_ROLES = ['roles/storage.objectViewer', 'roles/storage.objectCreator'];
export const DATASET_ROLES = ['roles/bigquery.dataViewer', 'roles/bigquery.metadataViewer'];

/** What a target gives, as the model knows it. */
export type Grant =
  | { readonly kind: 'awsOwnRole'; readonly policies: readonly string[] }
  | { readonly kind: 'awsSharedRole'; readonly role: string; readonly externalId?: string }
  | {
      readonly kind: 'gcpProject' | 'gcpBucket' | 'gcpDataset';
      readonly roles: readonly string[];
    }
  | { readonly kind: 'gcpImpersonate' };

/** What the target gives this Deployment. */
export function specificationOf(
  installation: string,
  grant: Grant,
  deployment: { readonly id: string; readonly namespace: string },
): Specification {
  switch (grant.kind) {
    case 'awsOwnRole': {
      const roleName = `${installation}-${deployment.namespace}`;
      const policies = grant.policies.toSorted();
      return { ...grant, account: ACCOUNT, roleName, policies, deploymentId: deployment.id };
    }
    case 'awsSharedRole':
      return grant;
    case 'gcpProject':
      return { kind: 'gcpProject', project: PROJECT, roles: grant.roles.toSorted() };
    case 'gcpBucket':
      return { kind: 'gcpBucket', bucket: BUCKET, roles: grant.roles.toSorted() };
    case 'gcpDataset': {
      const roles = grant.roles.toSorted();
      return { kind: 'gcpDataset', project: PROJECT, dataset: DATASET, roles };
    }
    case 'gcpImpersonate':
      return { ...grant, serviceAccount: LOADER };
  }
}
