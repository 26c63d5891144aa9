import { type AstroOptions, astroGet } from '../deployment/astro-get.ts';
import { astroPost } from '../deployment/astro-post.ts';
import type { Token } from '../deployment/token.ts';
import type { Via } from '../rules/access-rules.ts';
import { systemClock } from '../runtime/clock.ts';
import type { SharedConfig } from '../runtime/config.ts';
import type { Logger } from '../runtime/logger.ts';
import { airflow } from './airflow.ts';
import { environmentManager } from './environment-manager.ts';
import { type Origin, parseOrigins } from './origins.ts';
import type { Way } from './way.ts';

export type Ways = Readonly<Record<Via, Way>>;

/** The ways that the environment names; `token` is the one that may write. */
export function configuredWays(
  config: SharedConfig,
  token: Token,
  installation: string,
  logger: Logger,
): Ways {
  const { ASTRO_API_URL: url, ASTRO_ORGANIZATION_ID: organizationId } = config;
  const origins = parseOrigins(config.AIRFLOW_ORIGINS);
  return waysOf({ url, organizationId, token, logger }, installation, origins);
}

/** Fewer attempts than elsewhere: what fails has a row that brings it back. */
const ATTEMPTS = 2;

export function waysOf(
  options: AstroOptions,
  installation: string,
  origins: readonly Origin[],
): Ways {
  const { clock = systemClock } = options;
  const get = astroGet({ attempts: ATTEMPTS, ...options });
  const post = astroPost(options);
  const now = () => clock.now();
  return {
    'environment-manager': environmentManager({ get, post, installation }),
    airflow: airflow({ ...options, get, now, origins, installation }),
  };
}
