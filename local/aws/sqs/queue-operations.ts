import { parse } from '../wire/json-input.ts';
import { inputs, type SqsOperation } from './input.ts';
import type { Queue } from './queue.ts';

const createQueue: SqsOperation = (queues, { account }, input) => {
  const { QueueName, Attributes } = parse(inputs.create, input);
  return { QueueUrl: queues.create(QueueName, Attributes, account).url };
};

const deleteQueue: SqsOperation = (queues, _caller, input) => {
  queues.remove(queues.get(parse(inputs.queue, input).QueueUrl));
  return {};
};

const getQueueUrl: SqsOperation = (queues, { account }, input) => {
  const { QueueName, QueueOwnerAWSAccountId: owner } = parse(inputs.name, input);
  return { QueueUrl: queues.get(`/${owner ?? account}/${QueueName}`).url };
};

const setQueueAttributes: SqsOperation = (queues, _caller, input) => {
  const { QueueUrl, Attributes } = parse(inputs.attributes, input);
  queues.setAttributes(queues.get(QueueUrl), Attributes ?? {});
  return {};
};

const getQueueAttributes: SqsOperation = (queues, _caller, input) => {
  const { QueueUrl, AttributeNames: names = [] } = parse(inputs.attributeNames, input);
  const all = shownAttributes(queues.get(QueueUrl), queues.clock.now().getTime());
  if (names.includes('All')) return { Attributes: all };
  const asked = Object.entries(all).filter(([name]) => names.includes(name));
  return { Attributes: Object.fromEntries(asked) };
};

function shownAttributes(queue: Queue, now: number): Readonly<Record<string, string>> {
  const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const inFlight = hidden.filter(({ receives }) => receives > 0).length;
  const created = String(Math.floor(queue.created / 1_000));
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    ApproximateNumberOfMessages: String(queue.messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(hidden.length - inFlight),
  };
}

export const queueOperations: Readonly<Record<string, SqsOperation>> = {
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  GetQueueUrl: getQueueUrl,
  GetQueueAttributes: getQueueAttributes,
  SetQueueAttributes: setQueueAttributes,
};
