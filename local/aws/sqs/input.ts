import * as z from 'zod';
import type { Caller } from '../caller.ts';
import type { Queues } from './queues.ts';

/** One operation of SQS; `closing` ends what waits. */
export type SqsOperation = (
  queues: Queues,
  caller: Caller,
  input: unknown,
  closing: AbortSignal,
) => unknown;

const attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().exactOptional(),
  BinaryValue: z.string().exactOptional(),
});
const attributes = z.record(z.string(), z.string()).optional();
const queueUrl = z.string();

export const send = z.object({
  MessageBody: z.string().default(''),
  DelaySeconds: z.number().optional(),
  MessageAttributes: z.record(z.string(), attribute).exactOptional(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
});
export const inputs = {
  create: z.object({ QueueName: z.string(), Attributes: attributes }),
  name: z.object({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
  queue: z.object({ QueueUrl: queueUrl }),
  attributeNames: z.object({
    QueueUrl: queueUrl,
    AttributeNames: z.array(z.string()).optional(),
  }),
  attributes: z.object({ QueueUrl: queueUrl, Attributes: attributes }),
  send: send.extend({ QueueUrl: queueUrl }),
  receive: z.object({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: z.number().default(1),
    WaitTimeSeconds: z.number().optional(),
    VisibilityTimeout: z.number().optional(),
    AttributeNames: z.array(z.string()).default([]),
    MessageSystemAttributeNames: z.array(z.string()).default([]),
    MessageAttributeNames: z.array(z.string()).default([]),
  }),
  receipt: z.object({ QueueUrl: queueUrl, ReceiptHandle: z.string() }),
  visibility: z.object({
    QueueUrl: queueUrl,
    ReceiptHandle: z.string(),
    VisibilityTimeout: z.number(),
  }),
  batch: z.object({
    QueueUrl: queueUrl,
    Entries: z.array(z.looseObject({ Id: z.string() })).default([]),
  }),
};
