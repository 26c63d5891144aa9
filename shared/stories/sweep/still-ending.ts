import type { DeploymentItem } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { hasStopped, isEnding } from '../decide-access/endings.ts';

/**
 * Of whom something is still to end though the breaker has stopped: those whose end was set before,
 * the first of the very change that stopped it among them. Decided again, they keep it.
 */
export async function stillEnding(
  heads: readonly DeploymentItem[],
  record: Pick<AccessRecord, 'breaker'>,
): Promise<readonly string[]> {
  const ending = heads.filter(({ decided }) => decided?.wants.some(isEnding));
  if (ending.length === 0 || !(await hasStopped(record))) return [];
  return ending.map(({ deploymentId }) => deploymentId);
}
