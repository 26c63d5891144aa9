import { type Astro, astroApi } from '../shared/deployment/astro.ts';
import { isAstroId } from '../shared/deployment/astro-id.ts';
import type { Deployment } from '../shared/deployment/deployment.ts';
import { ConfigError, InvalidEventError } from '../shared/runtime/errors.ts';
import type { Call } from './command.ts';

const URL = 'https://api.astronomer.io/v1';

/** Astro, as an operator reads it: with a token of one's own. */
export function liveAstro({ env }: Pick<Call, 'env'>): Astro {
  const { ASTRO_API_TOKEN: token, ASTRO_ORGANIZATION_ID: organizationId, ASTRO_API_URL } = env;
  if (!token || !organizationId) {
    throw new ConfigError(
      'to ask Astro, set ASTRO_API_TOKEN (it need only read) and ASTRO_ORGANIZATION_ID',
    );
  }
  return astroApi({ url: ASTRO_API_URL || URL, organizationId, token: async () => token });
}

/** By its id or its name; throws where Astro knows nobody, or several, by that. */
export async function liveDeployment(name: string, astro: Astro): Promise<Deployment> {
  if (isAstroId(name)) {
    const deployment = await astro.get(name);
    if (deployment !== undefined) return deployment;
    throw new InvalidEventError(`Astro knows no Deployment ${name}`);
  }
  const { deployments } = await astro.list();
  const [found, ...others] = deployments.filter((one) => one.name === name);
  if (found === undefined) throw new InvalidEventError(`Astro knows no Deployment called ${name}`);
  if (others.length === 0) return found;
  const ids = [found, ...others].map(({ id }) => id).join(', ');
  throw new InvalidEventError(
    `there is more than one Deployment called ${name}: say which by its id, ${ids}`,
  );
}
