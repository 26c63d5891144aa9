export type Cloud = 'aws' | 'gcp' | 'azure';

export type DeploymentStatus =
  | 'CREATING'
  | 'DEPLOYING'
  | 'HEALTHY'
  | 'UNHEALTHY'
  | 'UNKNOWN'
  | 'HIBERNATING';

/** A Deployment as Astro's API tells it, and of that only what we use: no environment, no token. */
export interface Deployment {
  readonly id: string;
  readonly name: string;
  /** Immutable, unique in Astro; a Deployment made again under the same name has another. */
  readonly namespace: string;
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly workspaceName?: string;
  /** `UNKNOWN` where Astro tells none, or one that we do not know: a rule for a type leaves it out. */
  readonly type: 'STANDARD' | 'DEDICATED' | 'HYBRID' | 'UNKNOWN';
  readonly cloud: Cloud;
  readonly region?: string;
  readonly clusterId?: string;
  readonly clusterName?: string;
  readonly status: DeploymentStatus;
  /** Its tasks run in the customer's own agents, not under the workload identity. */
  readonly remoteExecution: boolean;
  /** `effectiveWorkloadIdentity`: a role ARN or a service account's address. */
  readonly workloadIdentity?: string;
  /** `effectiveDRWorkloadIdentity`: what the tasks run as after a fail-over. */
  readonly drWorkloadIdentity?: string;
  /** `NA` where Astro does not tell. */
  readonly airflowVersion: string;
  /** With a scheme, without a trailing slash. */
  readonly airflowUrl?: string;
  readonly createdAt: string;
  /** A person's address or a token's name. */
  readonly createdBy?: string;
}

/** Which of a Deployment's two identities: the one of its cluster, or of its disaster recovery. */
export type Slot = 'primary' | 'dr';
