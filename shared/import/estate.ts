import type { AllowPolicy } from '../policy/allow-policy.ts';
import type { DatasetAccess } from '../policy/dataset-access.ts';
import type { TrustPolicy } from '../policy/trust-policy.ts';

/** What stands in IAM, as far as it was looked at and could be read. */
export interface Estate {
  readonly roles: readonly SeenRole[];
  readonly policies: readonly SeenPolicy[];
  readonly datasets: readonly SeenDataset[];
  /** The customer's own accounts and projects that were looked at. */
  readonly accounts: readonly string[];
  readonly projects: readonly string[];
  readonly unseen: readonly Unseen[];
}

export interface SeenRole {
  readonly arn: string;
  readonly trust: TrustPolicy;
}

/** An allow policy of Google Cloud: of a project, a bucket or a service account. */
export interface SeenPolicy {
  readonly kind: 'gcpProject' | 'gcpBucket' | 'gcpImpersonate';
  /** The project's id, the bucket's name, or the service account's address. */
  readonly name: string;
  /** Whose it is. */
  readonly project: string;
  readonly policy: AllowPolicy;
}

export interface SeenDataset {
  readonly project: string;
  readonly dataset: string;
  readonly access: DatasetAccess;
}

/** What could not be read: nothing is known of it. */
export interface Unseen {
  readonly what: string;
  readonly why: string;
}

export const NOTHING_SEEN: Estate = {
  roles: [],
  policies: [],
  datasets: [],
  accounts: [],
  projects: [],
  unseen: [],
};

export function together(estates: readonly Estate[]): Estate {
  return {
    roles: estates.flatMap(({ roles }) => roles),
    policies: estates.flatMap(({ policies }) => policies),
    datasets: estates.flatMap(({ datasets }) => datasets),
    accounts: estates.flatMap(({ accounts }) => accounts),
    projects: estates.flatMap(({ projects }) => projects),
    unseen: estates.flatMap(({ unseen }) => unseen),
  };
}
