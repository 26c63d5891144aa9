import type { AccessItem, AccessPlace, DeploymentItem } from '../../record/items.ts';
import { isUnsettled, orderFor } from '../../record/order.ts';
import type { AccessRecord, Versioned } from '../../record/record.ts';

export interface Unsettled {
  /** Not as the record orders them, or not yet seen to stay so. */
  readonly open: readonly AccessPlace[];
  /** With something in place that is ours, or may be: also where taking it back was refused. */
  readonly placed: readonly AccessPlace[];
}

/** How these accesses of the Deployment stand. */
export async function unsettledOf(
  deployment: DeploymentItem,
  places: readonly AccessPlace[],
  record: AccessRecord,
  now: Date,
): Promise<Unsettled> {
  const [rows, decisions] = await Promise.all([
    record.accesses.get(places),
    record.decisions.get(places.map(({ accessId }) => accessId)),
  ]);
  const open = rows.filter(({ item, due }) => {
    const order = orderFor(item, deployment, decisions.get(item.accessId));
    return item.taken !== undefined || isUnsettled(item, due, order, now);
  });
  const placed = rows.filter(({ item }) => item.placed.length > 0);
  return { open: open.map(placeOf), placed: placed.map(placeOf) };
}

function placeOf({ item: { accessId, targetKey } }: Versioned<AccessItem>): AccessPlace {
  return { accessId, targetKey };
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
