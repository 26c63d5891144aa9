import { describe, expect, it, jest } from '@jest/globals';
import { MemorySlack } from '../../../local/slack/memory-slack.ts';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { CALLED_AGAIN, SETTLED } from '../../../shared/slack/notices.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
} from '../../../shared/slack/slack.ts';
import { callPeople } from '../../../shared/stories/notify/call-people.ts';
import { openRow } from '../../../shared/stories/notify/message-row.ts';
import type { News } from '../../../shared/stories/notify/news.ts';
import { rulesWith } from '../../rules/sample.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, inA, NOW } from '../findings.ts';
import { newsWith } from './row-bench.ts';

const ID = 'deployment-1';
const CHANNEL = 'C0DATAOPS1';
const PLACE = { channel: CHANNEL, ts: '1.1' };
const DAY = 24 * HOUR;
const CALL = { about: 'something', message: { text: 'It still waits.', blocks: [] } };
const AT_ONCE = { ...CALL, atOnce: true } as const;

type Calls = NonNullable<MessageItem['calls']>;

/** So many calls about it, and when the last was. */
const called = (count: number, last: string, more: Partial<Calls> = {}): Calls => ({
  ...{ about: CALL.about, count, last },
  ...more,
});

const another = called(3, ago(30 * DAY), { about: 'another' });

/** The row of a message, each time in the hands of another worker. */
async function open(before: Partial<MessageItem> = PLACE) {
  const { record, clock, tools } = openEngine();
  const slack = new MemorySlack();
  await record.messages.write(ID, 0, { deploymentId: ID, ...before });
  const queues = { handOver: async () => {} };
  const all = { ...tools, cloud: 'aws', queues, slack, rules: () => rulesWith() } as const;
  return {
    slack,
    pass: clock.sleep,
    kept: async () => (await record.messages.get(ID))?.item,
    call: async (more: Partial<News>) => {
      const row = openRow(ID, await record.messages.get(ID), { record, clock });
      return callPeople(row, newsWith(more), all);
    },
  };
}

describe('callPeople comes back', () => {
  it.each<[string, Partial<News>, string | undefined]>([
    ['never where nothing waits', {}, undefined],
    ['when what waits by itself is late', { deadline: inA(30 * MINUTE) }, inA(30 * MINUTE)],
    ['after four hours where a person is waited for', { call: CALL }, inA(4 * HOUR)],
    ['when the first of both is', { call: CALL, deadline: inA(HOUR) }, inA(HOUR)],
    ['when the first of both is', { call: CALL, deadline: inA(5 * HOUR) }, inA(4 * HOUR)],
  ])('%s', async (_it, more, due) => {
    const { call } = await open();
    const answer = await call(more);
    expect([answer.due, 'due' in answer]).toEqual([due, due !== undefined]);
  });

  it('when the first of both is after a call, too', async () => {
    const { call } = await open();
    expect((await call({ call: AT_ONCE, deadline: inA(HOUR) })).due).toBe(inA(HOUR));
  });
});

describe('callPeople', () => {
  it('counts from when it first waits, and calls nobody yet', async () => {
    const { call, slack } = await open();
    const answer = await call({ call: CALL });
    expect(answer).toStrictEqual({ calls: called(0, NOW.toISOString()), due: inA(4 * HOUR) });
    expect(slack.messages).toEqual([]);
  });

  it.each<[number, number, number]>([
    [0, 4 * HOUR, DAY],
    [1, DAY, 3 * DAY],
    [2, 3 * DAY, 7 * DAY],
    [3, 7 * DAY, 7 * DAY],
    [9, 7 * DAY, 7 * DAY],
  ])('after %i calls makes another in %i ms, and the next in %i', async (count, wait, next) => {
    const calls = called(count, ago(wait - 1));
    const { call, slack, pass } = await open({ ...PLACE, calls });
    expect(await call({ call: CALL })).toStrictEqual({ calls, due: inA(1) });
    expect(slack.messages).toEqual([]);
    await pass(1);
    const answer = await call({ call: CALL });
    const part = `call/something/${count + 1}/${calls.last}`;
    const text = 'It still waits.';
    expect(slack.messages).toMatchObject([
      { channel: CHANNEL, threadTs: PLACE.ts, deploymentId: ID, part, text },
    ]);
    const { ts = '' } = slack.messages[0] ?? {};
    expect(answer).toStrictEqual({ calls: called(count + 1, inA(1), { ts }), due: inA(next + 1) });
  });

  it('calls at once where the message named the moment', async () => {
    const { call, slack } = await open();
    expect((await call({ call: AT_ONCE })).calls).toMatchObject({ count: 1 });
    expect(slack.messages).toMatchObject([{ part: `call/something/1/${NOW.toISOString()}` }]);
  });

  it('calls at once only the first time', async () => {
    const calls = called(1, ago(HOUR));
    const { call, slack } = await open({ ...PLACE, calls });
    expect((await call({ call: AT_ONCE })).calls).toEqual(calls);
    expect(slack.messages).toEqual([]);
  });

  it('begins to count anew for something else', async () => {
    const { call, slack } = await open({ ...PLACE, calls: another });
    const { calls } = await call({ call: CALL });
    expect(calls).toStrictEqual(called(0, NOW.toISOString()));
    expect(slack.messages).toEqual([]);
  });

  it.each([
    ['nowhere', {}],
    ['in an unknown channel', { ts: '1.1' }],
    ['not there', { channel: CHANNEL }],
  ])('calls nobody under a message that is %s', async (_it, place) => {
    const { call, slack } = await open(place);
    expect(await call({ call: AT_ONCE, deadline: inA(1) })).toStrictEqual({});
    expect(slack.messages).toEqual([]);
  });
});

describe('a call that was made', () => {
  /** A day after the first call. */
  async function openCalled() {
    const bench = await open();
    await bench.call({ call: AT_ONCE });
    await bench.pass(DAY);
    return bench;
  }
  const NEXT: Partial<News> = { call: { ...CALL, about: 'something else' } };

  it('says that there is a newer one', async () => {
    const { call, slack } = await openCalled();
    await call({ call: CALL });
    expect(slack.messages).toMatchObject([
      { ...CALLED_AGAIN, edits: 1 },
      { text: 'It still waits.', edits: 0 },
    ]);
    expect(CALLED_AGAIN.text).toBe('Called again below.');
  });

  it.each([
    ['nothing waits any more', {}],
    ['something else waits', NEXT],
  ])('says that it is settled, and is forgotten, once %s', async (_it, more) => {
    const { call, slack, kept } = await openCalled();
    await call(more);
    expect(slack.messages).toMatchObject([{ ...SETTLED, edits: 1 }]);
    expect(await kept()).toMatchObject(PLACE);
    expect((await kept())?.calls).toStrictEqual(called(1, NOW.toISOString()));
    expect(SETTLED.text).toContain('Settled');
  });

  it('stays as it is while the same waits', async () => {
    const { call, slack, pass } = await openCalled();
    await call({ call: CALL });
    await pass(DAY);
    await call({ call: CALL });
    expect(slack.messages).toMatchObject([{ edits: 1 }, { edits: 0 }]);
  });

  it('is edited by nobody but who holds the row', async () => {
    const { call, slack, kept } = await openCalled();
    const held: unknown[] = [];
    slack.update = async () => void held.push((await kept())?.claimedAt);
    await call({});
    expect(held).toEqual([inA(DAY)]);
  });

  it.each([
    ['nobody knows where', { ...PLACE, calls: another }],
    ['the message is nowhere', { ts: '1.1', calls: { ...another, ts: '1.2' } }],
  ])('is left where %s', async (_it, before) => {
    const { call, slack, kept } = await open(before);
    const update = jest.spyOn(slack, 'update');
    expect(await call({})).toStrictEqual({});
    expect(update).not.toHaveBeenCalled();
    expect(await kept()).toStrictEqual({ deploymentId: ID, ...before });
  });

  it.each([
    ['that is gone', new SlackMessageGoneError('chat.update: message_not_found')],
    ['that cannot be edited', new SlackRefusedError('edit_window_closed', 'no', '')],
    ['that Slack refuses for itself', new SlackRefusedError('invalid_blocks', 'no', '')],
  ])('%s is forgotten', async (_it, error) => {
    const { call, slack, kept } = await openCalled();
    slack.failNext(error);
    expect(await call({})).toStrictEqual({});
    expect((await kept())?.calls).toStrictEqual(called(1, NOW.toISOString()));
  });

  it.each([
    ['while its channel takes nothing', new SlackRefusedError('is_archived', 'no', '')],
    ['while Slack limits us', new SlackRateLimitedError(30)],
    ['for a fault that is not of Slack', new TypeError('a bug')],
  ])('is kept %s, and nobody is called instead', async (_it, error) => {
    const { call, slack, kept } = await openCalled();
    const before = (await kept())?.calls;
    slack.failNext(error);
    await expect(call({ call: CALL })).rejects.toBe(error);
    expect((await kept())?.calls).toEqual(before);
    expect(slack.messages).toMatchObject([{ text: 'It still waits.', edits: 0 }]);
  });
});
