import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { type EventSource, type Poller, pollQueue } from '../../../local/aws/event-source.ts';
import type { Queue } from '../../../local/aws/sqs/queue.ts';
import { clients } from './clients.ts';

let aws: AwsEmulator;
let queue: Queue;
let poller: Poller | undefined;

beforeEach(async () => {
  aws = await startAws();
  queue = aws.sqs.create('standard');
});
afterEach(async () => {
  await poller?.stop();
  await aws.close();
});

function poll(handler: EventSource['handler'], more: Partial<EventSource> = {}): Poller {
  poller = pollQueue({ sqs: aws.sqs, queueArn: queue.arn, handler, ...more });
  return poller;
}

function fifo(): void {
  queue = aws.sqs.create('ordered.fifo', { FifoQueue: 'true' });
}

let unique = 0;
function send(body: string, groupId?: string): void {
  unique += 1;
  const deduplicationId = groupId === undefined ? undefined : `unique-${unique}`;
  queue.send({ body, groupId, deduplicationId, sender: 'AROATEST:test' });
}

function bodies(event: SQSEvent): string[] {
  return event.Records.map(({ body }) => body);
}

function left(): string[] {
  return queue.messages.map(({ body }) => body);
}

describe('a record', () => {
  it('has Lambda’s own form, and comes with a context', async () => {
    fifo();
    const seen: [SQSEvent, Context][] = [];
    const { idle } = bound(
      poll((event, context) => void seen.push([event, context]), {
        functionName: 'grant-access',
        functionTimeout: 5_000,
      }),
    );
    await clients(aws.url).sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: 'hello',
        MessageGroupId: 'g',
        MessageDeduplicationId: 'd',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
      }),
    );
    await idle();
    const [event, context] = seen[0] ?? [];
    const stamp = expect.stringMatching(/^\d{13}$/);
    expect(event).toEqual({
      Records: [
        {
          messageId: expect.stringMatching(/^[\da-f-]{36}$/),
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: stamp,
            SequenceNumber: expect.stringMatching(/^\d{20}$/),
            MessageGroupId: 'g',
            SenderId: expect.stringMatching(/:local$/),
            MessageDeduplicationId: 'd',
            ApproximateFirstReceiveTimestamp: stamp,
          },
          messageAttributes: {
            kind: {
              stringValue: 'x',
              stringListValues: [],
              binaryListValues: [],
              dataType: 'String',
            },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'eu-west-1',
        },
      ],
    });
    expect(context).toMatchObject({
      functionName: 'grant-access',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:999988887777:function:grant-access',
      awsRequestId: expect.any(String),
    });
    expect(context?.getRemainingTimeInMillis()).toBeLessThanOrEqual(5_000);
    expect(left()).toEqual([]);
  });
});

/** The methods, free of their object. */
function bound(one: Poller): Poller {
  return { stop: () => one.stop(), idle: () => one.idle() };
}

describe('an answer', () => {
  const failing = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });
  const none: string[] = [];
  const all = ['a', 'b', 'c'];

  it.each([
    ['nothing', none, () => undefined],
    ['null', none, () => null],
    ['an empty object', none, () => ({})],
    ['no list of failures', none, () => ({ batchItemFailures: null })],
    ['an empty list of failures', none, () => ({ batchItemFailures: [] })],
    ['one that failed', ['b'], ({ Records }: SQSEvent) => failing(Records[1]?.messageId)],
    ['an id of no message', all, () => failing('no-such-id')],
    ['an empty id', all, () => failing('')],
    ['an id of null', all, () => failing(null)],
    ['a failure without its id', all, () => ({ batchItemFailures: [{}] })],
    [
      'a good and an unknown id',
      all,
      ({ Records }: SQSEvent) => ({
        batchItemFailures: [
          ...failing(Records[0]?.messageId).batchItemFailures,
          ...failing('x').batchItemFailures,
        ],
      }),
    ],
    ['a list in the place of an object', all, () => []],
    ['a rejection', all, () => Promise.reject(new Error('no'))],
    ['more than time allows', all, () => new Promise((resolve) => setTimeout(resolve, 200))],
  ])('of %s leaves %j in the queue', async (_it, stay, handler) => {
    const errors: unknown[] = [];
    for (const body of all) send(body);
    await poll(handler, { functionTimeout: 50, failed: (error) => errors.push(error) }).idle();
    expect(left()).toEqual(stay);
    expect(errors).toHaveLength(stay.length === 3 ? 1 : 0);
  });

  it('is not looked at where the mapping does not report failures', async () => {
    send('a');
    await poll(() => failing('x'), { reportBatchItemFailures: false }).idle();
    expect(left()).toEqual([]);
  });

  it('of a handler with a callback never comes', async () => {
    send('a');
    const errors: unknown[] = [];
    const old = (
      _event: SQSEvent,
      _context: Context,
      _callback?: unknown,
      ..._rest: unknown[]
    ) => {};
    Object.defineProperty(old, 'length', { value: 3 });
    await poll(old, { failed: (error) => errors.push(error) }).idle();
    expect(String(errors[0])).toContain('CallbackHandlerDeprecated');
  });
});

describe('what failed', () => {
  it('comes again when its visibility has run out, counted', async () => {
    const counts: unknown[] = [];
    send('a');
    const { idle } = bound(
      poll(({ Records }) => {
        counts.push(Records[0]?.attributes.ApproximateReceiveCount);
        if (counts.length < 3) throw new Error('not yet');
      }),
    );
    for (const _time of [1, 2, 3]) {
      await idle();
      aws.clock.advance(30_000);
    }
    await idle();
    expect(counts).toEqual(['1', '2', '3']);
    expect(left()).toEqual([]);
  });

  it('too often goes to the dead-letter queue without being asked for', async () => {
    const dead = aws.sqs.create('dead');
    const maxReceiveCount = 1;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
    queue.setAttributes({ RedrivePolicy, VisibilityTimeout: '1' });
    send('poison');
    const { idle } = bound(poll(() => Promise.reject(new Error('no')), { functionTimeout: 1_000 }));
    await idle();
    aws.clock.advance(1_000);
    await idle();
    expect(dead.messages.map(({ body }) => body)).toEqual(['poison']);
    expect(left()).toEqual([]);
  });
});

describe('a poller', () => {
  it('wakes at once for a message of a client, and for a batch as a batch', async () => {
    const batches: string[][] = [];
    const { idle } = bound(poll((event) => void batches.push(bodies(event))));
    await idle();
    const begun = Date.now();
    const Entries = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id }));
    const { sqs } = clients(aws.url);
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    await idle();
    expect(batches).toEqual([['a', 'b', 'c']]);
    expect(Date.now() - begun).toBeLessThan(500);
  });

  it.each([
    ['standard', undefined, [4, 2]],
    ['FIFO with one group', 'g', [4, 1]],
  ])('of a %s queue runs as many at once as it may', async (_it, group, [batches, most]) => {
    if (group !== undefined) fifo();
    let running = 0;
    let highest = 0;
    let calls = 0;
    for (let n = 0; n < 8; n += 1) send(`${n}`, group);
    await poll(
      async () => {
        running += 1;
        calls += 1;
        highest = Math.max(highest, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
      },
      { batchSize: 2, concurrency: 2 },
    ).idle();
    expect([calls, highest]).toEqual([batches, most]);
  });

  it('keeps each group of a FIFO queue in order, while other groups run beside it', async () => {
    fifo();
    const seen: string[] = [];
    const busy = new Set<string>();
    let beside = 0;
    for (let n = 0; n < 30; n += 1) send(`${n % 3}:${String(n).padStart(2, '0')}`, `${n % 3}`);
    await poll(
      async (event) => {
        const groups = new Set(
          event.Records.map(({ attributes }) => attributes.MessageGroupId ?? ''),
        );
        expect([...groups].some((group) => busy.has(group))).toBe(false);
        for (const group of groups) busy.add(group);
        beside = Math.max(beside, busy.size);
        await new Promise((resolve) => setTimeout(resolve, 2));
        for (const group of groups) busy.delete(group);
        seen.push(...bodies(event));
      },
      { batchSize: 1, concurrency: 10 },
    ).idle();
    expect(seen).toHaveLength(30);
    expect(beside).toBe(3);
    for (const group of ['0', '1', '2']) {
      const own = seen.filter((body) => body.startsWith(group));
      expect(own).toEqual(own.toSorted());
    }
  });

  it('takes nothing more once it is stopped, and ends what it has', async () => {
    let ended = 0;
    send('a');
    const one = poll(async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      ended += 1;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await one.stop();
    expect(ended).toBe(1);
    send('b');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(left()).toEqual(['b']);
  });

  it('refuses a queue that would give messages again while the function runs', () => {
    expect(() => poll(() => {}, { functionTimeout: 31_000 })).toThrow(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    );
  });
});
