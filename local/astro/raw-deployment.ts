import type { Cloud } from '../../shared/deployment/deployment.ts';
import { sampleRole, sampleServiceAccount } from './sample.ts';

/** What may be said of a Deployment that is to be created; the rest is made up. */
export interface NewDeployment {
  readonly name: string;
  readonly cloud: Cloud;
  readonly id?: string;
  readonly workspaceId?: string;
  readonly workspaceName?: string;
  readonly namespace?: string;
  readonly region?: string;
  readonly type?: 'STANDARD' | 'DEDICATED' | 'HYBRID';
  readonly clusterId?: string;
  readonly createdBy?: string;
  readonly airflowVersion?: string;
  readonly remoteExecution?: boolean;
  /** A customer's own, in place of Astro's default. */
  readonly identity?: string;
  readonly drIdentity?: string;
  /** Milliseconds until its identity is told; `Infinity`: until an update tells it. */
  readonly identityAfter?: number;
  /** Milliseconds in which its status is CREATING. */
  readonly creatingFor?: number;
}

/** A Deployment as the v1 API writes it. */
export type RawDeployment = { readonly id: string; readonly name: string } & Readonly<
  Record<string, unknown>
>;

/** Stands in every Deployment's environment: it must never turn up in a log, a record or a message. */
export const CANARY = 'canary-5f1d-never-to-be-seen';

/** What the emulator adds to what it was told. */
export interface Making {
  readonly id: string;
  readonly namespace: string;
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly clusterId: string;
  readonly region: string;
  readonly createdAt: string;
  /** Where its Airflow answers, without a scheme. */
  readonly airflowHost: string;
}

/** The whole object, with all that the product does not use. */
export function rawDeployment(wanted: NewDeployment, making: Making): RawDeployment {
  const { drIdentity, remoteExecution, airflowVersion = '3.0.4', type = 'STANDARD' } = wanted;
  const identity = wanted.identity ?? defaultIdentity(wanted, making);
  const by = {
    id: 'clm8qv74h000008mlf08scq7k',
    subjectType: 'USER',
    username: wanted.createdBy ?? 'jane@acme.example',
  };
  const { airflowHost: _, ...known } = making;
  return {
    ...known,
    ...ORDINARY,
    ...addresses(making),
    ...{ type, airflowVersion, name: wanted.name },
    workspaceName: wanted.workspaceName ?? 'Data',
    cloudProvider: wanted.cloud.toUpperCase(),
    clusterName: `shared-${wanted.cloud}`,
    updatedAt: making.createdAt,
    createdBy: by,
    updatedBy: by,
    ...(identity !== undefined && { effectiveWorkloadIdentity: identity }),
    ...(drIdentity !== undefined && { effectiveDRWorkloadIdentity: drIdentity }),
    ...(remoteExecution && { remoteExecution: { enabled: true, allowedIpAddressRanges: [] } }),
  };
}

function defaultIdentity({ cloud, type }: NewDeployment, making: Making): string | undefined {
  if (cloud === 'azure') return undefined;
  if (cloud === 'gcp') return sampleServiceAccount(making.namespace);
  return type === 'HYBRID'
    ? sampleRole('').replace('astro-', `AirflowS3Logs-${making.clusterId}`)
    : sampleRole(making.namespace);
}

function addresses({ id, organizationId, clusterId, workspaceId, airflowHost }: Making) {
  const host = `${organizationId}.astronomer.example/d${id.slice(-7)}`;
  return {
    apiUrl: `https://${host}/api/v1`,
    uiUrl: `https://cloud.astronomer.example/${workspaceId}/deployments/${id}`,
    webServerUrl: `${host}?orgId=${organizationId}`,
    // Of Airflow 3 as well: what asks there has to find out the version.
    webServerAirflowApiUrl: `${airflowHost}/d${id.slice(-7)}/api/v1`,
    webServerIngressHostname: `${clusterId}.astronomer.example/d${id.slice(-7)}`,
  };
}

const ORDINARY = {
  status: 'HEALTHY',
  statusReason: '',
  executor: 'CELERY',
  astroRuntimeVersion: '13.1.0',
  runtimeVersion: '13.1.0',
  environmentVariables: [
    { key: 'DATABASE_URL', value: CANARY, isSecret: false, updatedAt: '2026-01-01T00:00:00Z' },
  ],
  externalIPs: ['192.0.2.1'],
  oidcIssuerUrl: 'https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
  isCicdEnforced: true,
  isDagDeployEnabled: true,
  isHighAvailability: false,
  imageRepository: 'https://images.astronomer.example',
  imageTag: 'deploy-1',
  schedulerCpu: '1',
  schedulerMemory: '1Gi',
  schedulerReplicas: 1,
  webServerCpu: '0.5',
  webServerMemory: '0.5Gi',
};
