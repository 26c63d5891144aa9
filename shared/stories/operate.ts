import type { Queues } from '../cloud/queues.ts';
import { INSTALLATION } from '../deployment/events.ts';
import type { Verdict, Want } from '../record/items.ts';
import { placementDigest } from '../record/order.ts';
import type { AccessRecord } from '../record/record.ts';
import type { Clock } from '../runtime/clock.ts';
import { InvalidEventError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Order } from './operate-order.ts';

export interface OperateTools {
  readonly record: AccessRecord;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a person is told: a sentence, and the accesses it is about as they stand. */
export interface OperateAnswer {
  readonly text: string;
  readonly accesses: readonly {
    readonly accessId: string;
    readonly target: string;
    readonly state: string;
    readonly reason?: string;
    readonly advice?: string;
  }[];
}

/**
 * Does what a person asks by hand: it writes down decisions and sends ids, and never writes IAM.
 * Throws `InvalidEventError` when the record has no such Deployment.
 */
export async function operate(order: Order, tools: OperateTools): Promise<OperateAnswer> {
  const { record, queues, logger } = tools;
  logger.info('operate.asked', { ...order });
  if (order.action === 'confirm-endings') return confirmEndings(order.by, tools);
  const { deploymentId, action, by } = order;
  if (action === 'refresh') {
    await queues.decide([deploymentId]);
    return { text: 'Sent: Astro is asked again who it is.', accesses: [] };
  }
  const wants = await wantsOf(deploymentId, record);
  if (action === 'status')
    return { text: 'As the record has it:', ...(await status(wants, record)) };
  const those = order.accessId
    ? wants.filter(({ accessId }) => accessId === order.accessId)
    : wants;
  if (those.length === 0) {
    throw new InvalidEventError(`there is no access ${order.accessId ?? ''} to ${action}`);
  }
  for (const want of those) await write(want, deploymentId, VERDICTS[action], by, tools);
  await queues.markTargets([...new Set(those.map(({ targetKey }) => targetKey))]);
  await queues.notify([deploymentId]);
  return { text: SAID[action], ...(await status(those, record)) };
}

type Decision = 'approve' | 'deny' | 'hold' | 'release' | 'retry';

/** Of a retry: none, what was decided stays decided. */
const VERDICTS: Readonly<Record<Decision, Verdict | undefined>> = {
  approve: 'approved',
  deny: 'denied',
  hold: 'held',
  release: 'released',
  retry: undefined,
};

const SAID: Readonly<Record<Decision, string>> = {
  approve: 'Approved: it is being granted.',
  deny: 'Denied: what was given is being taken back.',
  hold: 'Held: nothing is given and nothing is taken until it is released.',
  release: 'Released: it goes on as the access rules say.',
  retry: 'It is tried again.',
};

async function confirmEndings(by: string, { record, queues }: OperateTools) {
  await record.breaker.confirm(by);
  const deployments = await record.deployments.list();
  const withheld = deployments.filter(({ item }) =>
    item.decided?.wants.some((want) => want.withheld),
  );
  await queues.decide(withheld.map(({ item }) => item.deploymentId));
  await queues.notify([INSTALLATION]);
  const text = `Confirmed for an hour: ${withheld.length} Deployments are looked at again, and what would end there ends.`;
  return { text, accesses: [] };
}

async function wantsOf(deploymentId: string, record: AccessRecord): Promise<readonly Want[]> {
  const found = (await record.deployments.get([deploymentId])).get(deploymentId);
  if (found?.decided !== undefined) return found.decided.wants;
  throw new InvalidEventError(`the record has no Deployment ${deploymentId}: refresh it first`);
}

async function write(
  want: Want,
  deploymentId: string,
  decided: Verdict | undefined,
  by: string,
  { record, clock }: OperateTools,
): Promise<void> {
  const { accessId } = want;
  const at = clock.now().toISOString();
  const before = (await record.decisions.get([accessId])).get(accessId);
  const anew = { verdict: decided ?? 'released', by, placement: placementDigest(want) } as const;
  const decision = decided === undefined && before !== undefined ? before : anew;
  await record.decisions.write({ ...decision, accessId, at });
  const event = `decision.${decided ?? 'retried'}`;
  await record.history.append({ deploymentId, accessId, at, event, by });
}

async function status(wants: readonly Want[], record: AccessRecord) {
  const rows = new Map(
    (await record.accesses.get(wants)).map(({ item }) => [item.accessId, item] as const),
  );
  return {
    accesses: wants.map(({ accessId, target }) => {
      const { state = 'pending', reason } = rows.get(accessId) ?? {};
      const why = reason && { reason: reason.text, advice: reason.advice };
      return { accessId, target, state, ...why };
    }),
  };
}
