import * as z from 'zod';
import { AwsError } from '../aws-error.ts';
import type { Caller } from '../caller.ts';
import { parse } from '../wire/json-input.ts';
import { inBatch } from './batch.ts';
import { invalidParameterOf } from './errors.ts';
import { inputs, type SqsOperation, send as sendInput } from './input.ts';
import type { Queue } from './queue.ts';

const LONGEST_HIDDEN = 43_200;

const sendMessage: SqsOperation = (queues, caller, input) => {
  const { QueueUrl, ...message } = parse(inputs.send, input);
  return send(queues.get(QueueUrl), caller, message);
};

function send(queue: Queue, caller: Caller, message: z.infer<typeof sendInput>) {
  const delay = message.DelaySeconds;
  if (delay !== undefined && (delay < 0 || delay > 900)) {
    throw invalidParameterOf('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
  const { id, md5, sequence } = queue.send({
    body: message.MessageBody,
    attributes: message.MessageAttributes ?? {},
    groupId: message.MessageGroupId,
    deduplicationId: message.MessageDeduplicationId,
    delay,
    sender: caller.userId,
  });
  return { MessageId: id, MD5OfMessageBody: md5, SequenceNumber: sequence };
}

const sendMessageBatch: SqsOperation = (queues, caller, input) => {
  const { QueueUrl, Entries } = parse(inputs.batch, input);
  const queue = queues.get(QueueUrl);
  const size = Entries.reduce((sum, entry) => sum + String(entry.MessageBody ?? '').length, 0);
  if (size > 1_048_576) {
    const message = 'Batch requests cannot be longer than 1048576 bytes.';
    throw new AwsError(
      400,
      'BatchRequestTooLong',
      message,
      'AWS.SimpleQueueService.BatchRequestTooLong',
    );
  }
  return inBatch(Entries, (entry) => send(queue, caller, parse(sendInput, entry)));
};

const deleteMessage: SqsOperation = (queues, _caller, input) => {
  const { QueueUrl, ReceiptHandle } = parse(inputs.receipt, input);
  queues.get(QueueUrl).delete(ReceiptHandle);
  return {};
};

const deleteMessageBatch: SqsOperation = (queues, _caller, input) => {
  const { QueueUrl, Entries } = parse(inputs.batch, input);
  const queue = queues.get(QueueUrl);
  return inBatch(Entries, (entry) => {
    queue.delete(parse(z.object({ ReceiptHandle: z.string() }), entry).ReceiptHandle);
    return {};
  });
};

const changeMessageVisibility: SqsOperation = (queues, _caller, input) => {
  const { QueueUrl, ReceiptHandle, VisibilityTimeout: seconds } = parse(inputs.visibility, input);
  if (seconds < 0 || seconds > LONGEST_HIDDEN) {
    const reason = 'VisibilityTimeout must be an integer between 0 and 43200.';
    throw invalidParameterOf('VisibilityTimeout', seconds, reason);
  }
  queues.get(QueueUrl).changeVisibility(ReceiptHandle, seconds);
  return {};
};

export const messageOperations: Readonly<Record<string, SqsOperation>> = {
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  ChangeMessageVisibility: changeMessageVisibility,
};
