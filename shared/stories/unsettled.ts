import type { DeploymentItem, Want } from '../record/items.ts';
import { isUnsettled, orderFor } from '../record/order.ts';
import type { AccessRecord } from '../record/record.ts';

/**
 * The targets on which this Deployment's accesses are not as ordered, by key. Those it wanted
 * before count too: what it no longer wants must go there.
 */
export async function unsettledTargets(
  deployment: DeploymentItem,
  before: readonly Want[],
  record: AccessRecord,
  now: Date,
): Promise<readonly string[]> {
  const wants = [...(deployment.decided?.wants ?? []), ...before];
  const [rows, decisions] = await Promise.all([
    record.accesses.get(wants),
    record.decisions.get(wants.map(({ accessId }) => accessId)),
  ]);
  const open = rows.filter(({ item, due }) => {
    const order = orderFor(item, deployment, decisions.get(item.accessId), now);
    return isUnsettled(item, due, order, now);
  });
  return [...new Set(open.map(({ item }) => item.targetKey))];
}
