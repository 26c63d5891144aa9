import { createHash, randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsConfig } from '../../runtime/config.ts';
import { TransientError } from '../errors.ts';
import type { Queues } from '../queues.ts';
import { IN_TIME } from './in-time.ts';

/** What an event on the bus says of itself; the rule in serverless.yml matches both. */
export const EVENT_SOURCE = 'deployment-authorizer';
export const EVENT_TYPE = 'Deployment Changed';

/** `PutEvents` and `SendMessageBatch` both take ten. */
const BATCH = 10;

export interface AwsQueueOptions {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly bus: string;
  readonly targetsQueueUrl: string;
  readonly messagesQueueUrl: string;
  readonly handoversQueueUrl: string;
}

/** The queues that the environment names. */
export function configuredQueues(config: AwsConfig): Queues {
  return awsQueues({
    events: new EventBridgeClient(IN_TIME),
    sqs: new SQSClient(IN_TIME),
    bus: config.EVENT_BUS,
    targetsQueueUrl: config.TARGETS_QUEUE_URL,
    messagesQueueUrl: config.MESSAGES_QUEUE_URL,
    handoversQueueUrl: config.HANDOVERS_QUEUE_URL,
  });
}

export function awsQueues(options: AwsQueueOptions): Queues {
  const { sqs, targetsQueueUrl, messagesQueueUrl, handoversQueueUrl } = options;
  const about = (queueUrl: string) => (ids: readonly string[]) =>
    inBatches(ids, (batch) =>
      sendBatch(sqs, queueUrl, batch, (deploymentId) => ({ deploymentId })),
    );
  return {
    decide: (ids) => inBatches(ids, (batch) => putEvents(options, batch)),
    markTargets: (keys) =>
      inBatches(keys, (batch) =>
        sendBatch(sqs, targetsQueueUrl, batch, (targetKey) => ({ targetKey })),
      ),
    notify: about(messagesQueueUrl),
    handOver: about(handoversQueueUrl),
  };
}

async function putEvents({ events, bus }: AwsQueueOptions, ids: readonly string[]) {
  const { FailedEntryCount = 0 } = await events.send(
    new PutEventsCommand({
      Entries: ids.map((deploymentId) => ({
        EventBusName: bus,
        Source: EVENT_SOURCE,
        DetailType: EVENT_TYPE,
        Detail: JSON.stringify({ deploymentId }),
      })),
    }),
  );
  // The answer is HTTP 200 all the same.
  if (FailedEntryCount > 0) throw new TransientError(`${FailedEntryCount} events were not taken`);
}

async function sendBatch(
  sqs: SQSClient,
  QueueUrl: string,
  keys: readonly string[],
  body: (key: string) => object,
): Promise<void> {
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: keys.map((key, place) => ({
        Id: String(place),
        MessageBody: JSON.stringify(body(key)),
        MessageGroupId: messageGroup(key),
        // A constant one would swallow the second mark of a target within five minutes.
        MessageDeduplicationId: randomUUID(),
      })),
    }),
  );
  if (Failed.length > 0) throw new TransientError(`${Failed.length} messages were not taken`);
}

/** A group's name has at most 128 characters of a small alphabet; a role's ARN may have more. */
export function messageGroup(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

async function inBatches(
  all: readonly string[],
  send: (batch: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < all.length; start += BATCH) {
    await send(all.slice(start, start + BATCH));
  }
}
