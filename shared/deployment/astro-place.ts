import { AccessError } from '../runtime/errors.ts';
import type { Cluster, Clusters } from './astro-clusters.ts';
import type { Told } from './astro-deployment.ts';
import { AstroAnswerError } from './astro-errors.ts';
import type { Deployment } from './deployment.ts';
import { identityCloud } from './identity-shape.ts';

/** What its cluster answered, where it had to be asked. */
export type Asked = Partial<Cluster> & { readonly failure?: AccessError };

/** Asks the cluster for what the Deployment's own answer leaves out. */
export async function askCluster(told: Told, clusters: Clusters): Promise<Asked> {
  if (told.clusterId === undefined || (told.cloud && told.region)) return {};
  try {
    return await clusters(told.clusterId);
  } catch (failure) {
    if (failure instanceof AccessError) return { failure };
    throw failure;
  }
}

/**
 * The Deployment with its cloud and region: its own word, then its cluster's, then the identity's
 * shape. Throws the cluster's failure where nothing tells the cloud.
 */
export function placed(told: Told, { cloud, region, failure }: Asked): Deployment {
  const where = told.cloud ?? cloud ?? identityCloud(told.workloadIdentity ?? '');
  if (where === undefined) {
    throw failure ?? new AstroAnswerError(`Astro does not tell the cloud of Deployment ${told.id}`);
  }
  return { ...(region && { region }), ...told, cloud: where };
}
