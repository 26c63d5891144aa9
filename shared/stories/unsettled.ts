import type { AccessPlace, DeploymentItem } from '../record/items.ts';
import { isUnsettled, orderFor } from '../record/order.ts';
import type { AccessRecord } from '../record/record.ts';

/** Those of these accesses of the Deployment that are not as the record orders them. */
export async function unsettledOf(
  deployment: DeploymentItem,
  places: readonly AccessPlace[],
  record: AccessRecord,
  now: Date,
): Promise<readonly AccessPlace[]> {
  const [rows, decisions] = await Promise.all([
    record.accesses.get(places),
    record.decisions.get(places.map(({ accessId }) => accessId)),
  ]);
  return rows
    .filter(({ item, due }) => {
      const order = orderFor(item, deployment, decisions.get(item.accessId), now);
      return isUnsettled(item, due, order, now);
    })
    .map(({ item: { accessId, targetKey } }) => ({ accessId, targetKey }));
}

/**
 * What the Deployment reached and no longer should: until it is seen to be taken back it is kept
 * in mind, for a message that says so may be lost.
 */
export function leavingOf(
  before: DeploymentItem['decided'],
  after: NonNullable<DeploymentItem['decided']>,
): readonly AccessPlace[] {
  const wanted = new Set(after.wants.map(({ accessId }) => accessId));
  const known = [...(before?.wants ?? []), ...(before?.leaving ?? [])];
  const places = new Map(
    known
      .filter(({ accessId }) => !wanted.has(accessId))
      .map(({ accessId, targetKey }) => [accessId, { accessId, targetKey }]),
  );
  return [...places.values()];
}
