import * as SQS from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { clients } from './clients.ts';

let aws: AwsEmulator;
let sqs: SQS.SQSClient;
let count = 0;
let QueueUrl: string;

beforeAll(async () => {
  aws = await startAws();
  ({ sqs } = clients(aws.url));
});
afterAll(() => aws.close());
beforeEach(() => {
  count += 1;
});

async function create(suffix = '', Attributes: Record<string, string> = {}) {
  const fifo = suffix === '.fifo' ? { FifoQueue: 'true' } : {};
  const input = { QueueName: `queue-${count}${suffix}`, Attributes: { ...fifo, ...Attributes } };
  const { QueueUrl: url = '' } = await sqs.send(new SQS.CreateQueueCommand(input));
  QueueUrl = url;
}

function send(MessageBody: string, more: Partial<SQS.SendMessageCommandInput> = {}) {
  return sqs.send(new SQS.SendMessageCommand({ QueueUrl, MessageBody, ...more }));
}

let unique = 0;
function sendTo(MessageGroupId: string, body: string) {
  unique += 1;
  return send(body, { MessageGroupId, MessageDeduplicationId: `unique-${unique}` });
}

async function receive(more: Partial<SQS.ReceiveMessageCommandInput> = {}) {
  const { Messages = [] } = await sqs.send(
    new SQS.ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      AttributeNames: ['All'],
      ...more,
    }),
  );
  return Messages;
}

async function bodies(more: Partial<SQS.ReceiveMessageCommandInput> = {}) {
  return (await receive(more)).map(({ Body }) => Body);
}

function remove({ ReceiptHandle }: SQS.Message) {
  return sqs.send(new SQS.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

async function first() {
  const [message] = await receive();
  if (message === undefined) throw new Error('nothing was received');
  return message;
}

describe('a queue', () => {
  it('is created once, found by its name, and deleted', async () => {
    await create('', { VisibilityTimeout: '60' });
    const name = { QueueName: `queue-${count}` };
    expect((await sqs.send(new SQS.GetQueueUrlCommand(name))).QueueUrl).toBe(QueueUrl);
    await create('', { VisibilityTimeout: '60' });
    await expect(create('', { VisibilityTimeout: '61' })).rejects.toMatchObject({
      name: 'QueueNameExists',
    });
    await sqs.send(new SQS.DeleteQueueCommand({ QueueUrl }));
    await expect(sqs.send(new SQS.GetQueueUrlCommand(name))).rejects.toBeInstanceOf(
      SQS.QueueDoesNotExist,
    );
    await expect(send('x')).rejects.toBeInstanceOf(SQS.QueueDoesNotExist);
  });

  it('shows its attributes and how many messages it has', async () => {
    await create();
    const Attributes = { VisibilityTimeout: '7', DelaySeconds: '0' };
    await sqs.send(new SQS.SetQueueAttributesCommand({ QueueUrl, Attributes }));
    await send('seen');
    await receive();
    await send('waiting');
    await send('late', { DelaySeconds: 5 });
    const shown = await sqs.send(
      new SQS.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(shown.Attributes).toMatchObject({
      QueueArn: `arn:aws:sqs:eu-west-1:999988887777:queue-${count}`,
      VisibilityTimeout: '7',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
  });

  it.each<[string, string, Record<string, string>]>([
    ['a name with a space', 'a b', {}],
    ['a FIFO name for a standard queue', 'a.fifo', {}],
    ['a standard name for a FIFO queue', 'a', { FifoQueue: 'true' }],
    ['an attribute that there is not', 'a', { Colour: 'red' }],
    ['an attribute of FIFO queues', 'a', { ContentBasedDeduplication: 'true' }],
    ['a visibility of a day', 'a', { VisibilityTimeout: '86400' }],
    [
      'a dead-letter queue that is not there',
      'a',
      {
        RedrivePolicy:
          '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:999988887777:none","maxReceiveCount":1}',
      },
    ],
  ])('is refused with %s', async (_it, QueueName, Attributes) => {
    await expect(
      sqs.send(new SQS.CreateQueueCommand({ QueueName, Attributes })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });
});

describe('a standard queue', () => {
  it('hides what was received, and gives it again when the time is up', async () => {
    await create();
    await send('hello', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } } });
    const message = await first();
    expect(message).toMatchObject({
      Body: 'hello',
      Attributes: { ApproximateReceiveCount: '1', SenderId: expect.stringMatching(/:local$/) },
    });
    expect(await receive()).toEqual([]);
    aws.clock.advance(30_000);
    const [again] = await receive({ MessageAttributeNames: ['All'] });
    expect(again).toMatchObject({
      MessageId: message.MessageId,
      Attributes: { ApproximateReceiveCount: '2' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    });
    expect(again?.Attributes?.ApproximateFirstReceiveTimestamp).toBe(
      message.Attributes?.ApproximateFirstReceiveTimestamp,
    );
  });

  it('says yes to a stale handle, and keeps the message', async () => {
    await create();
    await send('kept');
    const stale = await first();
    aws.clock.advance(30_000);
    const fresh = await first();
    await remove(stale);
    aws.clock.advance(30_000);
    expect(await bodies()).toEqual(['kept']);
    await expect(remove({ ReceiptHandle: 'made-up' })).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
    });
    expect(fresh.ReceiptHandle).not.toBe(stale.ReceiptHandle);
  });

  it('changes how long a message stays hidden', async () => {
    await create();
    await send('soon');
    const { ReceiptHandle } = await first();
    const change = (VisibilityTimeout: number) =>
      sqs.send(
        new SQS.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
      );
    await change(600);
    aws.clock.advance(599_000);
    expect(await bodies()).toEqual([]);
    await change(0);
    expect(await bodies()).toEqual(['soon']);
    await expect(change(50_000)).rejects.toThrow('between 0 and 43200');
  });

  it('delays by queue and by message', async () => {
    await create('', { DelaySeconds: '10' });
    await send('queue');
    await send('message', { DelaySeconds: 2 });
    expect(await bodies()).toEqual([]);
    aws.clock.advance(2_000);
    expect(await bodies()).toEqual(['message']);
    aws.clock.advance(8_000);
    expect(await bodies()).toEqual(['queue']);
  });

  it('waits for a message as long as it was asked to', async () => {
    await create();
    const waiting = [bodies({ WaitTimeSeconds: 20 }), bodies({ WaitTimeSeconds: 20 })];
    await new Promise((resolve) => setTimeout(resolve, 20));
    await send('at last');
    expect(await Promise.race(waiting)).toEqual(['at last']);
    aws.clock.advance(20_000);
    expect((await Promise.all(waiting)).flat()).toEqual(['at last']);
  });

  it('moves what was received too often to its dead-letter queue', async () => {
    await create('-dead');
    const dead = QueueUrl;
    const deadLetterTargetArn = aws.sqs.get(dead).arn;
    await create('', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
    });
    const { MessageId } = await send('poison');
    for (const _time of [1, 2]) {
      expect(await bodies()).toEqual(['poison']);
      aws.clock.advance(30_000);
    }
    const source = aws.sqs.get(QueueUrl).arn;
    expect(await bodies()).toEqual([]);
    expect(await receive({ QueueUrl: dead })).toMatchObject([
      { MessageId, Body: 'poison', Attributes: { DeadLetterQueueSourceArn: source } },
    ]);
  });
});

describe('a batch', () => {
  it('has an outcome for each of its entries', async () => {
    await create('.fifo');
    const entry = (Id: string, more: object) => ({ Id, MessageBody: Id, ...more });
    const sent = await sqs.send(
      new SQS.SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          entry('a', { MessageGroupId: 'g', MessageDeduplicationId: '1' }),
          entry('b', { MessageDeduplicationId: '2' }),
        ],
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(sent.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'MissingParameter' }]);
    const { ReceiptHandle } = await first();
    const deleted = await sqs.send(
      new SQS.DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'x', ReceiptHandle },
          { Id: 'y', ReceiptHandle: 'made-up' },
        ],
      }),
    );
    expect(deleted.Successful).toEqual([{ Id: 'x' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'y', Code: 'ReceiptHandleIsInvalid' }]);
  });

  it.each([
    ['none', 0, 'EmptyBatchRequest'],
    ['eleven', 11, 'TooManyEntriesInBatchRequest'],
  ])('of %s is refused', async (_it, length, name) => {
    await create();
    const Entries = Array.from({ length }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' }));
    await expect(
      sqs.send(new SQS.SendMessageBatchCommand({ QueueUrl, Entries })),
    ).rejects.toMatchObject({ name });
  });

  it('with one id twice is refused', async () => {
    await create();
    const Entries = [1, 2].map(() => ({ Id: 'same', MessageBody: 'x' }));
    await expect(
      sqs.send(new SQS.SendMessageBatchCommand({ QueueUrl, Entries })),
    ).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  });
});

describe('a FIFO queue', () => {
  it('gives several of a group at once, in order, and then none until they are gone', async () => {
    await create('.fifo');
    for (const body of ['1', '2', '3']) await sendTo('a', body);
    await sendTo('b', 'other');
    const batch = await receive({ MaxNumberOfMessages: 2 });
    expect(batch.map(({ Body }) => Body)).toEqual(['1', '2']);
    await sendTo('a', '4');
    expect(await bodies()).toEqual(['other']);
    for (const message of batch.slice(0, 1)) await remove(message);
    expect(await bodies()).toEqual([]);
    for (const message of batch.slice(1)) await remove(message);
    expect(await bodies()).toEqual(['3', '4']);
  });

  it('gives nothing of a group whose first came back, while its second is still out', async () => {
    await create('.fifo');
    for (const body of ['1', '2']) await sendTo('a', body);
    const [one, two] = await receive();
    const ReceiptHandle = one?.ReceiptHandle;
    const back = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new SQS.ChangeMessageVisibilityCommand(back));
    expect(await bodies()).toEqual([]);
    await remove(two ?? {});
    expect(await bodies()).toEqual(['1']);
  });

  it('gives a group again from its first, when its time is up', async () => {
    await create('.fifo');
    for (const body of ['1', '2']) await sendTo('a', body);
    expect(await bodies({ MaxNumberOfMessages: 1 })).toEqual(['1']);
    aws.clock.advance(30_000);
    const again = await receive();
    expect(again.map(({ Body }) => Body)).toEqual(['1', '2']);
    expect(again.map(({ Attributes }) => Attributes?.ApproximateReceiveCount)).toEqual(['2', '1']);
  });

  it('takes the same deduplication id once in five minutes, deleted or not', async () => {
    await create('.fifo');
    const same = { MessageGroupId: 'a', MessageDeduplicationId: 'same' };
    const sent = await send('one', same);
    await remove(await first());
    expect(await send('two', same)).toMatchObject({
      MessageId: sent.MessageId,
      SequenceNumber: sent.SequenceNumber,
    });
    expect(await bodies()).toEqual([]);
    aws.clock.advance(5 * 60_000);
    await send('three', same);
    expect(await bodies()).toEqual(['three']);
  });

  it('goes by the content where it is told to', async () => {
    await create('.fifo', { ContentBasedDeduplication: 'true' });
    for (const body of ['x', 'x', 'y']) await send(body, { MessageGroupId: 'a' });
    expect(await bodies()).toEqual(['x', 'y']);
  });

  it('numbers its messages, and says their group and id', async () => {
    await create('.fifo');
    const sent = await sendTo('a', 'x');
    expect((await first()).Attributes).toMatchObject({
      MessageGroupId: 'a',
      MessageDeduplicationId: `unique-${unique}`,
      SequenceNumber: sent.SequenceNumber,
    });
    expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
  });

  it('refuses a handle whose time is up', async () => {
    await create('.fifo');
    await sendTo('a', 'x');
    const message = await first();
    aws.clock.advance(30_000);
    await expect(remove(message)).rejects.toThrow('The receipt handle has expired');
    expect(await bodies()).toEqual(['x']);
  });

  it('frees a group of what went to the dead-letter queue', async () => {
    await create('-dead.fifo', { FifoQueue: 'true' });
    const dead = QueueUrl;
    const deadLetterTargetArn = aws.sqs.get(dead).arn;
    await create('.fifo', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
    });
    await sendTo('a', 'poison');
    await first();
    await sendTo('a', 'next');
    expect(await bodies()).toEqual([]);
    aws.clock.advance(30_000);
    expect(await bodies()).toEqual(['next']);
    expect(await bodies({ QueueUrl: dead })).toEqual(['poison']);
  });

  it.each([
    ['no group', { MessageDeduplicationId: 'x' }, 'MessageGroupId'],
    ['no deduplication id', { MessageGroupId: 'x' }, 'ContentBasedDeduplication'],
    [
      'a delay',
      { MessageGroupId: 'x', MessageDeduplicationId: 'x', DelaySeconds: 1 },
      'not valid for this queue type',
    ],
    [
      'a group of 129 characters',
      { MessageGroupId: 'x'.repeat(129), MessageDeduplicationId: 'x' },
      'MessageGroupId',
    ],
  ])('refuses a message with %s', async (_it, more, reason) => {
    await create('.fifo');
    await expect(send('x', more)).rejects.toThrow(reason);
  });
});

describe('closing the emulator', () => {
  it('ends what waits for messages', async () => {
    const other = await startAws();
    const queue = other.sqs.create('q');
    const waiting = clients(other.url).sqs.send(
      new SQS.ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 20 }),
    );
    const ended = waiting.then(
      () => 'ended',
      () => 'ended',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    await other.close();
    expect(await ended).toBe('ended');
    expect(other.clock.pending).toBe(0);
  });
});
