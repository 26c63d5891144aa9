import type { Decided, Want } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { InvalidEventError } from '../../runtime/errors.ts';
import { type DecideOnTools, decideOn } from './decide-on.ts';
import type { AccessStanding, OperateAnswer } from './operate-answer.ts';
import type { Decision } from './operate-order.ts';

export interface ByHand {
  readonly decision: Decision;
  readonly deploymentId: string;
  /** One access of it; absent: all of them. */
  readonly accessId: string | undefined;
  readonly by: string;
}

/** Throws `InvalidEventError` where it can be decided so on none of them. */
export async function decideByHand(ordered: ByHand, tools: DecideOnTools): Promise<OperateAnswer> {
  const { decision, deploymentId, accessId } = ordered;
  const wants = await wantsOf(deploymentId, tools.record, accessId);
  if (wants.length === 0) {
    throw new InvalidEventError(`there is no access ${accessId ?? 'at all'} to ${decision}`);
  }
  const { decided, text } = await decideOn(wants, ordered, tools);
  if (decided.length === 0) throw new InvalidEventError(text);
  return { text, accesses: await standingsOf(wants, tools.record) };
}

/** Throws `InvalidEventError` where the record does not know it. */
export async function decidedOf(deploymentId: string, record: AccessRecord): Promise<Decided> {
  const found = (await record.deployments.get([deploymentId])).get(deploymentId);
  if (found?.decided === undefined) {
    throw new InvalidEventError(`the record has no Deployment ${deploymentId}: refresh it first`);
  }
  return found.decided;
}

/** What the record has that this Deployment should reach; throws as `decidedOf` does. */
export async function wantsOf(
  deploymentId: string,
  record: AccessRecord,
  accessId?: string,
): Promise<readonly Want[]> {
  const { wants } = await decidedOf(deploymentId, record);
  return accessId === undefined ? wants : wants.filter((want) => want.accessId === accessId);
}

export async function standingsOf(
  wants: readonly Want[],
  record: AccessRecord,
): Promise<readonly AccessStanding[]> {
  const rows = new Map(
    (await record.accesses.get(wants)).map(({ item }) => [item.accessId, item] as const),
  );
  return wants.map(({ accessId, target }) => {
    const { state = 'pending', reason } = rows.get(accessId) ?? {};
    const why = reason && { reason: reason.text, advice: reason.advice };
    return { accessId, target, state, ...why };
  });
}
