import type { Claim } from '../../policy/claim.ts';
import { isUnconfirmed } from '../../record/confirmed.ts';
import type { AccessItem, DecisionItem, DeploymentItem } from '../../record/items.ts';
import { claimOf, isUnsettled, type Order, orderFor } from '../../record/order.ts';
import { isRowOver } from '../../record/over.ts';
import type { AccessRecord, Versioned } from '../../record/record.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Pass } from './pass.ts';
import { isResting } from './resting.ts';

/** One access of a target: its row, what the record orders for it, and what that claims. */
export interface Situation {
  readonly access: Versioned<AccessItem>;
  readonly order: Order;
  readonly claim: Claim;
  readonly unsettled: boolean;
  /** It would take something away on the word of an old decision. */
  readonly unconfirmed: boolean;
  /** Not this pass's to try. */
  readonly resting: boolean;
  /** To be forgotten. */
  readonly over: boolean;
}

/** Reads the rows first and then their wants: a want is never seen without its row. */
export async function readSituations(
  targetKey: string,
  record: AccessRecord,
  clock: Clock,
  pass?: Pass,
): Promise<readonly Situation[]> {
  const rows = await record.accesses.onTarget(targetKey);
  return situationsOf(rows, record, clock, pass);
}

/** What is ordered for these rows; of the Deployments in `known`, as they are there. */
export async function situationsOf(
  rows: readonly Versioned<AccessItem>[],
  record: AccessRecord,
  clock: Clock,
  pass?: Pass,
  known: ReadonlyMap<string, DeploymentItem> = new Map(),
): Promise<readonly Situation[]> {
  const [deployments, decisions] = await Promise.all([
    // One that cannot be read is as one that was lost: nothing is given to it or taken from it.
    record.deployments.getReadable([...new Set(rows.map(({ item }) => item.deploymentId))]),
    record.decisions.get(rows.map(({ item }) => item.accessId)),
  ]);
  const heads = new Map([...deployments, ...known]);
  const now = clock.now();
  return rows.map((access) => {
    const { deploymentId, accessId } = access.item;
    return situationOf(access, heads.get(deploymentId), decisions.get(accessId), now, pass);
  });
}

export function situationOf(
  access: Versioned<AccessItem>,
  deployment: DeploymentItem | undefined,
  decision: DecisionItem | undefined,
  now: Date,
  pass?: Pass,
): Situation {
  const { item, due } = access;
  const order = orderFor(item, deployment, decision);
  const unconfirmed = isUnconfirmed(item, order, deployment, now);
  const resting = isResting(access, order, now, pass);
  const barred =
    unconfirmed || pass?.barred.has(item.accessId) || isLeftOut(item.accessId, pass) || resting;
  return {
    access,
    order,
    claim: claimOf(item, order, barred),
    unsettled: isUnsettled(item, due, order, now),
    unconfirmed,
    resting,
    over: isRowOver(item, deployment, now),
  };
}

/** While others are tried alone. */
function isLeftOut(accessId: string, { alone }: Pick<Pass, 'alone'> = {}): boolean {
  return alone !== undefined && !alone.has(accessId);
}

/** Each once. */
export function deploymentsOf(situations: readonly Situation[]): readonly string[] {
  return [...new Set(situations.map(({ access }) => access.item.deploymentId))];
}

export function unsettled(situation: Situation): boolean {
  return situation.unsettled;
}
