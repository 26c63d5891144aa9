import type { Astro, DeploymentList } from '../shared/deployment/astro.ts';
import { AstroUnavailableError } from '../shared/deployment/astro-errors.ts';

const ATTEMPTS = 3;

/** A list that adds up: on one that does not, nobody can say who is missing. */
export async function wholeList(
  astro: Astro,
  progress: (text: string) => void,
): Promise<DeploymentList> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    progress('Asking Astro for all Deployments…');
    const list = await astro.list();
    if (list.complete) return list;
  }
  throw new AstroUnavailableError(
    `Astro’s list of Deployments did not add up, asked ${ATTEMPTS} times: try again when nobody creates or deletes any`,
  );
}
