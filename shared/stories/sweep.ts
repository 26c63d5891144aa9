import type { Queues } from '../cloud/queues.ts';
import type { AccessRecord } from '../record/record.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';

export interface SweepTools {
  readonly record: AccessRecord;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** More would not be done before the next sweep comes. */
const AT_ONCE = 1_000;

/**
 * Sends again what is due or unsettled in the record: what waits, waits as a row and never
 * inside a queue, and a message that was lost is sent again from here.
 */
export async function sweep({ record, queues, clock, logger }: SweepTools): Promise<void> {
  const due = await record.due(clock.now(), AT_ONCE);
  const deployments = due.flatMap((one) => (one.kind === 'deployment' ? [one.deploymentId] : []));
  const targets = due.flatMap((one) => (one.kind === 'target' ? [one.targetKey] : []));
  const messages = due.flatMap((one) => (one.kind === 'message' ? [one.deploymentId] : []));
  await queues.decide(deployments);
  await queues.markTargets([...new Set(targets)]);
  await queues.notify(messages);
  logger.info('sweep.sent', {
    deployments: deployments.length,
    targets: targets.length,
    messages: messages.length,
  });
}
