import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetters } from '../dead-letters.ts';
import { IN_TIME } from './in-time.ts';

/** The dead-letter queue of the function's own queue: its alarm tells of these too. */
export function deadLetterQueue(
  url: string | undefined,
  sqs: SQSClient = new SQSClient(IN_TIME),
): DeadLetters | undefined {
  if (url === undefined) return undefined;
  // A FIFO queue's dead-letter queue is one as well.
  const group = url.endsWith('.fifo') ? 'unreadable' : undefined;
  return async (body, reason) => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason.slice(0, 1_000) } },
        ...(group && { MessageGroupId: group, MessageDeduplicationId: randomUUID() }),
      }),
    );
  };
}
