import { systemClock } from '../runtime/clock.ts';
import { astroClusters } from './astro-clusters.ts';
import { type AstroOptions, astroGet } from './astro-get.ts';
import { listDeployments } from './astro-list.ts';
import { getDeployment } from './astro-one.ts';
import type { Deployment } from './deployment.ts';

/** Who the Deployments of one Organization are. */
export interface Astro {
  /** `undefined` only where Astro itself says that it knows the Organization, but not the Deployment. */
  get(id: string): Promise<Deployment | undefined>;
  /** All of them, newest first. */
  list(): Promise<DeploymentList>;
}

export interface DeploymentList {
  /** Each once, though pages may repeat them. */
  readonly deployments: readonly Deployment[];
  /** Ids of those that exist, but were told in a way that cannot be read. */
  readonly unreadable: readonly string[];
  /** Whether the pages add up: only from a complete list may one conclude that something is gone. */
  readonly complete: boolean;
}

/** Astro's v1 API. */
export function astroApi(options: AstroOptions): Astro {
  const { clock = systemClock, logger } = options;
  const get = astroGet(options);
  const tools = { get, clusters: astroClusters(get, clock), clock, logger };
  return { get: (id) => getDeployment(id, tools), list: () => listDeployments(tools) };
}
