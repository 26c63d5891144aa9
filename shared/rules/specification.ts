import type { TargetGrant } from './access-rules.ts';

/** What one identity is to be given on one target: fully resolved, nothing left to fill in. */
export type Specification =
  | {
      readonly kind: 'awsOwnRole';
      readonly account: string;
      readonly roleName: string;
      /** Attached managed policies, as ARNs. */
      readonly policies: readonly string[];
      readonly permissionsBoundary?: string;
      readonly externalId?: string;
      /** Whose role it is: becomes its tags. */
      readonly deploymentId: string;
    }
  /** In all others nothing is left to fill in from the start. */
  | Exclude<TargetGrant, { readonly kind: 'awsOwnRole' }>;

export type SpecificationKind = Specification['kind'];

/** The key of the one policy that a specification is written into: `<family>/<resource>`. */
export function targetKey(specification: Specification): string {
  switch (specification.kind) {
    case 'awsOwnRole':
      return `aws-own-role/${specification.account}/${specification.roleName}`;
    case 'awsSharedRole':
      return `aws-shared-role/${specification.role}`;
    case 'gcpProject':
      return `gcp-project/${specification.project}`;
    case 'gcpBucket':
      return `gcp-bucket/${specification.bucket}`;
    case 'gcpDataset':
      return `gcp-dataset/${specification.project}/${specification.dataset}`;
    case 'gcpImpersonate':
      return `gcp-service-account/${specification.serviceAccount}`;
  }
}
