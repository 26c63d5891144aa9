import type { Deployment } from './deployment.ts';

/**
 * The Deployment with the region that was told before, where none is told now: a token that may
 * not ask for clusters any more does not move a Deployment, and rules may ask for the region.
 */
export function withKnownRegion(told: Deployment, before: Deployment | undefined): Deployment {
  if (told.region !== undefined || before?.region === undefined) return told;
  const isThere = told.cloud === before.cloud && told.clusterId === before.clusterId;
  return isThere ? { ...told, region: before.region } : told;
}
