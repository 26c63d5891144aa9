import * as EventBridge from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { matches, parsePattern } from '../../../local/aws/events/pattern.ts';
import type { Queue } from '../../../local/aws/sqs/queue.ts';
import { clients } from './clients.ts';

let aws: AwsEmulator;
let events: EventBridge.EventBridgeClient;
let queue: Queue;
let bus: string;
let count = 0;

beforeAll(async () => {
  aws = await startAws();
  ({ events } = clients(aws.url));
});
afterAll(() => aws.close());
beforeEach(() => {
  count += 1;
  bus = `bus-${count}`;
  queue = aws.sqs.create(`queue-${count}`);
});

function entry(more: Partial<EventBridge.PutEventsRequestEntry> = {}) {
  return {
    EventBusName: bus,
    Source: 'astro',
    DetailType: 'Deployment Created',
    Detail: '{"deploymentId":"c1"}',
    ...more,
  };
}

function put(...Entries: EventBridge.PutEventsRequestEntry[]) {
  return events.send(new EventBridge.PutEventsCommand({ Entries }));
}

function arrived(): unknown[] {
  return queue.messages.map(({ body }) => JSON.parse(body));
}

describe('PutEvents', () => {
  it('delivers an event in EventBridge’s own form', async () => {
    aws.events.rule({ bus, queueUrl: queue.url });
    const Time = new Date('2026-11-02T14:02:11.789Z');
    const { Entries } = await put(entry({ Time, Resources: ['arn:x'] }));
    expect(arrived()).toEqual([
      {
        version: '0',
        id: Entries?.[0]?.EventId,
        'detail-type': 'Deployment Created',
        source: 'astro',
        account: '999988887777',
        time: '2026-11-02T14:02:11Z',
        region: 'eu-west-1',
        resources: ['arn:x'],
        detail: { deploymentId: 'c1' },
      },
    ]);
  });

  it('delivers to the rules that match, on their own bus', async () => {
    const pattern = { source: ['astro', 'other'], 'detail-type': [{ prefix: 'Deployment ' }] };
    aws.events.rule({ bus, pattern, queueUrl: queue.url });
    await put(
      entry(),
      entry({ DetailType: 'Workspace Created' }),
      entry({ Source: 'elsewhere' }),
      entry({ EventBusName: 'default' }),
    );
    expect(arrived()).toHaveLength(1);
  });

  it('answers for each entry, and takes the good ones', async () => {
    aws.events.rule({ bus, queueUrl: queue.url });
    const answer = await put(
      entry({ EventBusName: 'nowhere' }),
      entry({ Detail: 'no json' }),
      entry({ Detail: '[]' }),
      entry({ Source: '' }),
      entry({ Source: 'aws.ec2' }),
      entry(),
    );
    expect(answer.FailedEntryCount).toBe(5);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'ResourceNotFoundException',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      undefined,
    ]);
    expect(arrived()).toHaveLength(1);
  });

  it.each([0, 11])('refuses %d entries', async (length) => {
    await expect(put(...Array.from({ length }, () => entry()))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('delivers twice when it is asked to', async () => {
    aws.events.rule({ bus, queueUrl: queue.url });
    aws.events.duplicate();
    await put(entry());
    await put(entry());
    const [one, two, three] = arrived();
    expect(two).toEqual(one);
    expect(three).not.toEqual(one);
    expect(queue.messages).toHaveLength(3);
  });

  it('loses what a FIFO queue does not take, or keeps it as a dead letter', async () => {
    const fifo = aws.sqs.create(`fifo-${count}.fifo`, { FifoQueue: 'true' });
    aws.events.rule({ bus, queueUrl: fifo.url, groupId: 'g' });
    await put(entry());
    expect(fifo.messages).toEqual([]);
    expect(aws.events.lost).toHaveLength(1);
    fifo.setAttributes({ ContentBasedDeduplication: 'true' });
    await put(entry());
    expect(fifo.messages).toHaveLength(1);
  });
});

describe('a rule made through the API', () => {
  it('delivers to its targets, until it is disabled', async () => {
    await events.send(new EventBridge.CreateEventBusCommand({ Name: bus }));
    const rule = { Name: 'r', EventBusName: bus, EventPattern: '{"source":["astro"]}' };
    const { RuleArn } = await events.send(new EventBridge.PutRuleCommand(rule));
    expect(RuleArn).toBe(`arn:aws:events:eu-west-1:999988887777:rule/${bus}/r`);
    const Targets = [{ Id: 'q', Arn: queue.arn }];
    await events.send(new EventBridge.PutTargetsCommand({ Rule: 'r', EventBusName: bus, Targets }));
    await put(entry());
    await events.send(new EventBridge.PutRuleCommand({ ...rule, State: 'DISABLED' }));
    await put(entry());
    expect(arrived()).toHaveLength(1);
  });

  it.each(['{}', 'no json', '{"source":"astro"}', '{"source":[{"wild":"x"}]}', '{"source":[]}'])(
    'is refused with the pattern %s',
    async (EventPattern) => {
      await expect(
        events.send(new EventBridge.PutRuleCommand({ Name: 'r', EventPattern })),
      ).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
    },
  );

  it('is refused on a bus that is not there', async () => {
    const input = { Name: 'r', EventBusName: 'nowhere', EventPattern: '{"source":["a"]}' };
    await expect(events.send(new EventBridge.PutRuleCommand(input))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a pattern', () => {
  const event = { source: 'astro', resources: ['a', 'b'], detail: { id: 'c1', n: 1 } };

  it.each([
    ['a value', true, '{"source":["astro"]}'],
    ['another value', false, '{"source":["other"]}'],
    ['one of a list', true, '{"source":["other","astro"]}'],
    ['any of the event’s own list', true, '{"resources":["b"]}'],
    ['within', true, '{"detail":{"id":[{"prefix":"c"}]}}'],
    ['a number', true, '{"detail":{"n":[1]}}'],
    ['a number as text', false, '{"detail":{"n":["1"]}}'],
    ['what must be there', false, '{"detail":{"id":["c1"],"x":["y"]}}'],
    ['what must not be there', true, '{"detail":{"x":[{"exists":false}]}}'],
    ['an ending', true, '{"source":[{"suffix":"tro"}]}'],
    ['anything but', false, '{"source":[{"anything-but":["astro"]}]}'],
    ['no matter the case', true, '{"source":[{"equals-ignore-case":"ASTRO"}]}'],
  ])('that asks for %s: %s', (_it, expected, pattern) => {
    expect(matches(parsePattern(pattern), event)).toBe(expected);
  });
});
