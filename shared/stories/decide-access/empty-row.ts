import type { Deployment } from '../../deployment/deployment.ts';
import type { AccessItem, Decided, Want } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { after, type Clock, MINUTE } from '../../runtime/clock.ts';

/** Rows are there before the wants that need them; one whose want never comes is looked at soon. */
export async function createRows(
  decided: Decided,
  record: AccessRecord,
  clock: Clock,
): Promise<void> {
  const now = clock.now();
  for (const want of decided.wants) {
    await record.accesses.create(emptyRow(want, decided.deployment, now), after(now, 2 * MINUTE));
  }
}

/** As an access is before anything was done for it. */
export function emptyRow(want: Want, deployment: Deployment, now: Date): AccessItem {
  const { accessId, targetKey } = want;
  const createdAt = now.toISOString();
  return {
    accessId,
    targetKey,
    deploymentId: deployment.id,
    createdAt,
    state: 'pending',
    since: createdAt,
    placed: [],
  };
}
