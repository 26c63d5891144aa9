import { AccessError } from '../runtime/errors.ts';
import type { DeploymentList } from './astro.ts';
import { type Reading, readTold } from './astro-deployment.ts';
import type { Rows } from './astro-pages.ts';
import { readRows } from './astro-passes.ts';
import { askCluster, placed } from './astro-place.ts';
import type { AstroTools } from './astro-tools.ts';
import type { Deployment } from './deployment.ts';

/** Every Deployment of the Organization; what one row lacks does not cost the others. */
export async function listDeployments(tools: AstroTools): Promise<DeploymentList> {
  const { rows, totals } = await readRows(tools.get, tools.clock);
  const deployments = new Map<string, Deployment>();
  const unreadable = new Set<string>();
  let nameless = 0;
  for (const row of rows) {
    const reading = await deploymentOf(row, tools);
    if (reading.kind === 'read') deployments.set(reading.deployment.id, reading.deployment);
    else if (reading.id !== undefined) unreadable.add(reading.id);
    else nameless += 1;
    if (reading.kind === 'unreadable') {
      tools.logger?.warn('astro.row-unreadable', { deploymentId: reading.id, why: reading.reason });
    }
  }
  const ids = new Set([...deployments.keys(), ...unreadable]);
  const complete = nameless === 0 && addUp(ids.size, totals);
  if (!complete) tools.logger?.warn('astro.list-incomplete', { told: ids.size, totals, nameless });
  return {
    deployments: [...deployments.values()],
    unreadable: [...unreadable].filter((id) => !deployments.has(id)),
    complete,
  };
}

/**
 * Rows that come and go while the pages are read shift all others, and one that was shifted over
 * the edge of a page is never seen. Only a total that stood still and was reached rules that out.
 */
function addUp(told: number, totals: Rows['totals']): boolean {
  return totals.every((total) => total === told);
}

type Placing =
  | { readonly kind: 'read'; readonly deployment: Deployment }
  | Extract<Reading, { readonly kind: 'unreadable' }>;

async function deploymentOf(row: unknown, { clusters }: AstroTools): Promise<Placing> {
  const reading = readTold(row);
  if (reading.kind === 'unreadable') return reading;
  const { told } = reading;
  try {
    return { kind: 'read', deployment: placed(told, await askCluster(told, clusters)) };
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    return { kind: 'unreadable', id: told.id, reason: error.message };
  }
}
