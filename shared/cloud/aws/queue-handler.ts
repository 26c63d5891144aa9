import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { disposed } from '../../runtime/disposition.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { DeadLetters } from '../dead-letters.ts';
import { logFailure } from './log-failure.ts';

/**
 * A Lambda handler for a queue whose messages each name one key. Messages of a batch that name
 * the same key are one run and share its outcome; a message that failed is the queue's to send
 * again, and in the end to dead-letter.
 */
export function queueHandler(
  parse: (body: string) => string,
  run: (key: string) => Promise<void>,
  logger: Logger,
  deadLetters?: DeadLetters,
) {
  return middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const runs = new Map<string, Promise<boolean>>();
    const outcome = ({ messageId, body }: SQSRecord): Promise<boolean> => {
      const keep = deadLetters && ((reason: string) => deadLetters(body, reason));
      const work = async () => {
        const key = parse(body);
        const running = runs.get(key) ?? disposed(logger, () => run(key).then(() => true), keep);
        runs.set(key, running);
        return running;
      };
      return disposed(logger.with({ messageId }), work, keep);
    };
    const outcomes = await Promise.all(event.Records.map(outcome));
    const failed = event.Records.filter((_record, place) => !outcomes[place]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }).use(logFailure(logger));
}
