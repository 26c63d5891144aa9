import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Clusters } from './astro-clusters.ts';
import type { Get } from './astro-get.ts';

/** What reading from Astro needs. */
export interface AstroTools {
  readonly get: Get;
  readonly clusters: Clusters;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
}
