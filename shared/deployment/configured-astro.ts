import type { SharedConfig } from '../runtime/config.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Astro, astroApi } from './astro.ts';
import type { Token } from './token.ts';

/** The Organization that the environment names. */
export function configuredAstro(config: SharedConfig, token: Token, logger: Logger): Astro {
  const { ASTRO_API_URL: url, ASTRO_ORGANIZATION_ID: organizationId } = config;
  const { ASTRO_GETS_PER_SECOND: perSecond } = config;
  return astroApi({ url, organizationId, token, logger, ...(perSecond && { perSecond }) });
}
