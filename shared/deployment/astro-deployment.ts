import * as z from 'zod';
import { airflowUrlOf } from './airflow-url.ts';
import { isAstroId } from './astro-id.ts';
import type { Cloud, Deployment } from './deployment.ts';

/** A Deployment as one answer tells it; its cloud may have to be asked for elsewhere. */
export type Told = Omit<Deployment, 'cloud'> & { readonly cloud?: Cloud };

export type Reading =
  | { readonly kind: 'read'; readonly told: Told }
  | { readonly kind: 'unreadable'; readonly id?: string; readonly reason: string };

/** Reads one Deployment of the v1 API: what is not used is not kept, its environment least of all. */
export function readTold(body: unknown): Reading {
  const result = schema.safeParse(body);
  if (result.success) return { kind: 'read', told: toldOf(result.data) };
  const found = z.object({ id }).safeParse(body).data?.id;
  return { kind: 'unreadable', reason: reasonOf(result.error), ...(found && { id: found }) };
}

export const CLOUDS = { AWS: 'aws', GCP: 'gcp', AZURE: 'azure' } as const;

const id = z.string().refine(isAstroId, 'not an id of Astro');
const text = z.string().min(1);
/** Astro leaves out, nulls or empties what there is not. */
const maybe = z.string().nullish();
const knownType = z.enum(['STANDARD', 'DEDICATED', 'HYBRID']);
const knownStatus = z.enum(['CREATING', 'DEPLOYING', 'HEALTHY', 'UNHEALTHY', 'HIBERNATING']);

const schema = z.object({
  id,
  name: text,
  // Becomes part of role names.
  namespace: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'not a namespace'),
  organizationId: text,
  workspaceId: text,
  workspaceName: maybe,
  type: z
    .unknown()
    .optional()
    .transform((type) => knownType.safeParse(type).data ?? 'UNKNOWN'),
  cloudProvider: z.enum(['AWS', 'GCP', 'AZURE', '']).nullish(),
  region: maybe,
  clusterId: maybe,
  clusterName: maybe,
  status: z
    .unknown()
    .optional()
    .transform((status) => knownStatus.safeParse(status).data ?? 'UNKNOWN'),
  remoteExecution: z.object({ enabled: z.boolean().nullish() }).nullish(),
  effectiveWorkloadIdentity: maybe,
  effectiveDRWorkloadIdentity: maybe,
  airflowVersion: maybe,
  webServerUrl: maybe,
  createdAt: text,
  createdBy: z.object({ username: maybe, apiTokenName: maybe, fullName: maybe }).nullish(),
});

function toldOf(row: z.infer<typeof schema>): Told {
  const { id, name, namespace, organizationId, workspaceId, type, status, createdAt } = row;
  const { workspaceName, region, clusterId, clusterName, cloudProvider, createdBy: by } = row;
  const { effectiveWorkloadIdentity: primary, effectiveDRWorkloadIdentity: dr } = row;
  const airflowUrl = airflowUrlOf(row.webServerUrl ?? '');
  const createdBy = by?.username || by?.apiTokenName || by?.fullName;
  return {
    ...{ id, name, namespace, organizationId, workspaceId, type, status, createdAt },
    remoteExecution: row.remoteExecution?.enabled ?? false,
    airflowVersion: row.airflowVersion || 'NA',
    ...(workspaceName && { workspaceName }),
    ...(cloudProvider && { cloud: CLOUDS[cloudProvider] }),
    ...(region && { region }),
    ...(clusterId && { clusterId }),
    ...(clusterName && { clusterName }),
    ...(primary && { workloadIdentity: primary }),
    ...(dr && { drWorkloadIdentity: dr }),
    ...(airflowUrl && { airflowUrl }),
    ...(createdBy && { createdBy }),
  };
}

/** Names fields and what is wrong with them, never what they hold. */
function reasonOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
