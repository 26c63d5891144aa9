import type { Astro, DeploymentList } from '../shared/deployment/astro.ts';
import { AstroDeniedError, AstroUnavailableError } from '../shared/deployment/astro-errors.ts';
import { ConfigError } from '../shared/runtime/errors.ts';

const ATTEMPTS = 3;

/** A list that adds up: on one that does not, nobody can say who is missing. */
export async function wholeList(
  astro: Astro,
  progress: (text: string) => void,
): Promise<DeploymentList> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    progress('Asking Astro for all Deployments…');
    const list = await listed(astro);
    if (list.complete) return list;
  }
  throw new AstroUnavailableError(
    `Astro’s list of Deployments did not add up, asked ${ATTEMPTS} times: try again when nobody creates or deletes any`,
  );
}

/** Astro's refusals in the words of a command line, where no secret is deployed yet. */
async function listed(astro: Astro): Promise<DeploymentList> {
  try {
    return await astro.list();
  } catch (cause) {
    const status = cause instanceof AstroDeniedError ? /: (401|403),/.exec(cause.message)?.[1] : '';
    if (status === '401') throw new ConfigError(UNKNOWN, { cause });
    if (status === '403') throw new ConfigError(NARROW, { cause });
    throw cause;
  }
}

const UNKNOWN =
  'Astro does not take ASTRO_API_TOKEN (401): it is no API token, or one that has expired or was deleted';
const NARROW =
  'ASTRO_API_TOKEN may not list the Deployments of the Organization (403): take an Organization API token whose role has organization.deployments.get; a Workspace’s or a Deployment’s is not enough';
