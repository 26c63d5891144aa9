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
  | { readonly kind: 'awsSharedRole'; readonly role: string; readonly externalId?: string }
  | { readonly kind: 'gcpProject'; readonly project: string; readonly roles: readonly string[] }
  | { readonly kind: 'gcpBucket'; readonly bucket: string; readonly roles: readonly string[] }
  | {
      readonly kind: 'gcpDataset';
      readonly project: string;
      readonly dataset: string;
      readonly roles: readonly string[];
    }
  | { readonly kind: 'gcpImpersonate'; readonly serviceAccount: string };

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
