import * as z from 'zod';
import { InvalidEventError } from '../runtime/errors.ts';
import { readTold } from './astro-deployment.ts';
import { AstroAnswerError, AstroUnavailableError } from './astro-errors.ts';
import type { Get } from './astro-get.ts';
import { isAstroId } from './astro-id.ts';
import { readPage } from './astro-pages.ts';
import { askCluster, placed } from './astro-place.ts';
import type { AstroTools } from './astro-tools.ts';
import type { Deployment } from './deployment.ts';

/** One Deployment, or `undefined` where it is known not to be there. */
export async function getDeployment(
  id: string,
  { get, clusters, logger }: AstroTools,
): Promise<Deployment | undefined> {
  if (!isAstroId(id)) throw new InvalidEventError('deploymentId: not an id of Astro');
  const reply = await get({ path: `deployments/${id}`, permission: 'deployment.get' });
  if (reply.kind === 'missing') return confirmMissing(id, get);
  const reading = readTold(reply.body);
  if (reading.kind === 'unreadable') {
    throw new AstroAnswerError(`Astro told Deployment ${id} unreadably: ${reading.reason}`);
  }
  // Whose identity it is rests on this answer alone.
  if (reading.told.id !== id) throw new AstroAnswerError(`Astro was asked for ${id}, told another`);
  const asked = await askCluster(reading.told, clusters);
  // Rules may ask for the region: they are not to be judged without it for a passing failure.
  if (asked.failure instanceof AstroUnavailableError) throw asked.failure;
  const deployment = placed(reading.told, asked);
  if (asked.failure) {
    logger?.warn('astro.region-unknown', { deploymentId: id, reason: asked.failure.message });
  }
  return deployment;
}

/**
 * Astro's 404 is the same for a Deployment that is gone and for an Organization that it does not
 * know to this token. The list tells the two apart: it is refused for an unknown Organization.
 */
async function confirmMissing(id: string, get: Get): Promise<undefined> {
  const { rows } = await readPage(get, { limit: 1, offset: 0, id });
  if (rows.some((row) => z.object({ id: z.literal(id) }).safeParse(row).success)) {
    throw new AstroUnavailableError(`Astro lists Deployment ${id}, but says that it is not there`);
  }
}
