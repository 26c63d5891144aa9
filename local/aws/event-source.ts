import type { SQSEvent } from 'aws-lambda';
import type { LambdaHandler } from './lambda/invoke.ts';
import { QueuePoller } from './lambda/queue-poller.ts';
import type { Queues } from './sqs/queues.ts';

export interface EventSource {
  readonly sqs: Queues;
  readonly queueArn: string;
  readonly functionName?: string;
  readonly handler: LambdaHandler<SQSEvent>;
  /** At most so many messages at once; 10 where absent. */
  readonly batchSize?: number;
  /** At most so many invocations at once; 10 where absent. */
  readonly concurrency?: number;
  /** In milliseconds; an invocation that takes longer has failed. */
  readonly functionTimeout?: number;
  /** Whether the mapping has `ReportBatchItemFailures`, which is so where absent. */
  readonly reportBatchItemFailures?: boolean;
  /** Told of each invocation that threw, timed out or answered what cannot be read. */
  readonly failed?: (error: unknown) => void;
}

export interface Poller {
  /** Takes nothing more, and waits for what is running. */
  stop(): Promise<void>;
  /**
   * Waits until nothing runs and nothing can be received now. What is hidden in the queue, because
   * it failed or is delayed, is not waited for.
   */
  idle(): Promise<void>;
}

/** Does what Lambda's own poller does for a queue, and wakes as soon as there is a message. */
export function pollQueue(source: EventSource): Poller {
  const queue = source.sqs.get(source.queueArn);
  const timeout = source.functionTimeout ?? 30_000;
  if (Number(queue.attributes.VisibilityTimeout) * 1_000 < timeout) {
    throw new Error(
      `Queue visibility timeout: ${queue.attributes.VisibilityTimeout} seconds is less than Function timeout: ${timeout / 1_000} seconds`,
    );
  }
  return new QueuePoller(source, queue, timeout);
}
