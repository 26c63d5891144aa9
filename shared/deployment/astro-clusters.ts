import * as z from 'zod';
import { type Clock, MINUTE } from '../runtime/clock.ts';
import { CLOUDS } from './astro-deployment.ts';
import { AstroAnswerError } from './astro-errors.ts';
import type { Get } from './astro-get.ts';
import { isAstroId } from './astro-id.ts';
import type { Cloud } from './deployment.ts';

/** What a cluster says of the Deployments in it; neither ever changes. */
export interface Cluster {
  readonly cloud: Cloud;
  readonly region: string;
}

export type Clusters = (id: string) => Promise<Cluster>;

interface Asked {
  readonly at: number;
  readonly cluster: Promise<Cluster>;
  found: boolean;
}

/** Looks clusters up, each once; what failed is asked for again after a minute. */
export function astroClusters(get: Get, clock: Clock): Clusters {
  const known = new Map<string, Asked>();
  return (id) => {
    const at = clock.now().getTime();
    const before = known.get(id);
    if (before?.found || (before && at - before.at < MINUTE)) return before.cluster;
    const asked: Asked = { at, cluster: lookUp(get, id), found: false };
    known.set(id, asked);
    asked.cluster.then(
      () => {
        asked.found = true;
      },
      () => {},
    );
    return asked.cluster;
  };
}

const schema = z.object({
  cloudProvider: z.enum(['AWS', 'GCP', 'AZURE']),
  region: z.string().min(1),
});

async function lookUp(get: Get, id: string): Promise<Cluster> {
  if (!isAstroId(id)) throw new AstroAnswerError('Astro told a cluster id that is none');
  const reply = await get({ path: `clusters/${id}`, permission: 'organization.clusters.get' });
  if (reply.kind === 'missing') {
    throw new AstroAnswerError(`Astro knows no cluster ${id}: ${reply.message}`);
  }
  const result = schema.safeParse(reply.body);
  if (!result.success) throw new AstroAnswerError(`Astro told no cloud and region of ${id}`);
  return { cloud: CLOUDS[result.data.cloudProvider], region: result.data.region };
}
