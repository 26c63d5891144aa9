import { describe, expect, it, jest } from '@jest/globals';
import type { MessageItem, Posting } from '../../../shared/record/messages.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import {
  type PostOptions,
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackUnavailableError,
} from '../../../shared/slack/slack.ts';
import {
  isEdited,
  PARTS,
  postPart,
  recover,
  unlessRefused,
  withoutMessage,
} from '../../../shared/stories/notify/posting.ts';
import { ago, NOW } from '../findings.ts';
import { FINANCE, form, HOME, head, ID, openRows, refused, say, ts } from './row-bench.ts';

const MESSAGE = say('etl');
const PLACE = { channel: HOME };
const HEAD = { channel: HOME, ts: '1.1', shown: 'what it says' };
const UNDER = { channel: HOME, threadTs: HEAD.ts };
const LIMITED = new SlackRateLimitedError(30);
const DOWN = new SlackUnavailableError('service_unavailable');
const UNSURE = new SlackUnavailableError('time-out', { ambiguous: true });
const GONE = new SlackMessageGoneError('thread_not_found');
const AT = NOW.toISOString();
/** What other posts have left in a row. */
const REST = { failures: 2, refused: { channel: FINANCE, reason: 'is_archived' } };

describe('PARTS', () => {
  it('are what a post is looked for by', () => {
    expect([
      PARTS.head,
      PARTS.form(2),
      PARTS.drift('access-1', AT),
      PARTS.call('something', 3, AT),
    ]).toEqual(['head', 'form/2', `drift/access-1/${AT}`, `call/something/3/${AT}`]);
  });
});

describe('a post', () => {
  it('is written down before it is made', async () => {
    const { row, slack, tools, steps, kept } = await openRows(REST);
    const ahead: unknown[] = [];
    slack.post = async (channel) => {
      ahead.push(await kept());
      return { channel, ts: '1.1' };
    };
    await postPart(row, PARTS.form(0), MESSAGE, UNDER, tools);
    const posting = { part: 'form/0', ...UNDER, at: AT };
    expect(ahead).toEqual([{ deploymentId: ID, ...REST, posting }]);
    expect(steps).toEqual(['means to post form/0', `posts etl in ${HOME}`, 'holds']);
  });

  it.each<[string, string, typeof PLACE, PostOptions]>([
    ['whose it is', PARTS.head, PLACE, { deploymentId: ID }],
    [
      'what it is and where, of a thread',
      PARTS.form(1),
      UNDER,
      { deploymentId: ID, threadTs: HEAD.ts, part: 'form/1' },
    ],
  ])('tells Slack %s', async (_it, part, place, options) => {
    const { row, slack, tools } = await openRows(HEAD);
    const post = jest.spyOn(slack, 'post');
    await postPart(row, part, MESSAGE, place, tools);
    expect(post.mock.calls).toEqual([[HOME, MESSAGE, options]]);
  });

  const shown = form(1, 'etl').shown;
  const [old, other] = [
    { channel: FINANCE, ts: '0.8' },
    { channel: HOME, ts: '0.9' },
  ];
  const there = { channel: other.channel, ts: other.ts, shown: 'what it said' };
  const two = [form(2, 'one'), form(3, 'two')];
  const calls = { about: 'something', count: 1, last: ago(MINUTE), ts: '1.5' };
  it.each<[string, string, Partial<MessageItem>, Partial<MessageItem>]>([
    ['is the message', PARTS.head, {}, { ...PLACE, ts: ts(1), shown }],
    [
      'is the message in place of one of the baseline',
      PARTS.head,
      { baseline: true, shown: 'what it would say' },
      { ...PLACE, ts: ts(1), shown },
    ],
    [
      'has no thread yet, and points to itself from where it was',
      PARTS.head,
      { ...there, thread: two, left: [old], calls, drifts: { a: AT } },
      { ...PLACE, ts: ts(1), shown, left: [old, other], calls, drifts: { a: AT } },
    ],
    ['points from no place that is half known', PARTS.head, { ts: '0.9' }, head('etl')],
    ['points from no place that is not known', PARTS.head, { channel: FINANCE }, head('etl')],
    ['is the first form', PARTS.form(0), HEAD, { ...HEAD, thread: [form(1, 'etl')] }],
    [
      'is a form in place of another',
      PARTS.form(1),
      { ...HEAD, thread: two },
      { ...HEAD, thread: [two[0] ?? there, form(1, 'etl')] },
    ],
    [
      'is a form under a message that is another one now',
      PARTS.form(1),
      { ...HEAD, ts: '1.7', thread: two },
      { ...HEAD, ts: '1.7', thread: two },
    ],
    [
      'tells of a change',
      PARTS.drift('a', AT),
      { ...HEAD, drifts: { a: ago(MINUTE), b: ago(MINUTE) } },
      { ...HEAD, drifts: { a: AT, b: ago(MINUTE) } },
    ],
    ['tells of the first change', PARTS.drift('a', AT), HEAD, { ...HEAD, drifts: { a: AT } }],
    [
      'calls somebody',
      PARTS.call('something', 2, ago(MINUTE)),
      { ...HEAD, calls },
      { ...HEAD, calls: { about: 'something', count: 2, last: AT, ts: ts(1) } },
    ],
  ])('that %s is in the row afterwards', async (_it, part, before, now) => {
    const { row, tools, kept } = await openRows({ ...REST, ...before });
    await postPart(row, part, MESSAGE, part === PARTS.head ? PLACE : UNDER, tools);
    expect(await kept()).toEqual({ deploymentId: ID, ...REST, ...now });
  });

  it('is in the channel that Slack says', async () => {
    const { row, slack, tools, kept } = await openRows();
    slack.post = async () => ({ channel: FINANCE, ts: '1.1' });
    await postPart(row, PARTS.head, MESSAGE, { channel: '#finance' }, tools);
    expect(await kept()).toMatchObject({ channel: FINANCE, ts: '1.1' });
  });
});

describe('a post that fails', () => {
  it.each<[string, Error, boolean]>([
    ['is forgotten where Slack limits us', LIMITED, false],
    ['is forgotten where Slack was not reached', DOWN, false],
    ['is forgotten where Slack refuses it', refused('is_archived'), false],
    ['is to be looked for where nobody knows', UNSURE, true],
    ['is to be looked for where it was no fault of Slack', new TypeError('a bug'), true],
  ])('%s', async (_it, error, isKept) => {
    const { row, slack, kept, tools } = await openRows({});
    slack.failNext(error);
    const posting = postPart(row, PARTS.head, MESSAGE, PLACE, tools);
    await expect(posting).rejects.toBe(error);
    expect((await kept()).posting !== undefined).toBe(isKept);
  });

  it('has the message forgotten under which it was to go, where that is gone', async () => {
    const { row, slack, kept, tools } = await openRows({
      ...{ ...REST, ...HEAD },
      thread: [form(2, 'one')],
    });
    slack.failNext(GONE);
    await expect(postPart(row, PARTS.form(1), MESSAGE, UNDER, tools)).rejects.toBe(GONE);
    expect(await kept()).toEqual({ deploymentId: ID, ...REST });
  });
});

describe('the look for a post', () => {
  const posting = { part: 'head', channel: HOME, at: ago(SECOND) };

  it.each([LIMITED, DOWN, UNSURE])('is made again where it fails: %s', async (error) => {
    const { row, slack, kept, tools } = await openRows({ posting });
    slack.failNext(error);
    await expect(recover(row, tools)).rejects.toBe(error);
    expect((await kept()).posting).toEqual(posting);
  });

  it.each([
    ['may not be made', refused('missing_scope'), posting],
    ['is for a thread that is gone', GONE, { ...posting, part: 'form/0', threadTs: '1.1' }],
  ])('finds nothing where it %s', async (_it, error, lost) => {
    const { row, slack, kept, tools } = await openRows({ posting: lost });
    slack.failNext(error);
    await recover(row, tools);
    expect((await kept()).posting).toBeUndefined();
  });

  const LOST = { ...posting, part: 'form/0', threadTs: HEAD.ts };
  const since = new Date(Date.parse(posting.at) - 60 * SECOND).toISOString();

  it.each([
    ['in its channel', posting, `looks in ${HOME} since ${since}`],
    ['in its thread', LOST, `looks for form/0 under 1.1 in ${HOME} since ${since}`],
  ])(
    '%s goes back by as much as the clocks may be apart, once it is held',
    async (_it, lost, look) => {
      const { row, tools, steps, kept } = await openRows({ ...HEAD, ...REST, posting: lost });
      await recover(row, tools);
      expect(steps).toEqual([`means to post ${lost.part}`, look, 'holds']);
      expect(await kept()).toEqual({ deploymentId: ID, ...HEAD, ...REST });
    },
  );

  it.each<[string, Posting, Partial<MessageItem>]>([
    ['the message', posting, { channel: HOME, ts: '1.8', shown: '' }],
    ['a form', LOST, { ...HEAD, thread: [{ ts: '1.9', shown: '' }] }],
  ])('that finds %s has it brought up to date', async (_it, lost, now) => {
    const before = lost === LOST ? HEAD : {};
    const { row, slack, tools, kept } = await openRows({ ...before, posting: lost });
    slack.find = async () => '1.8';
    slack.findReply = async () => '1.9';
    await recover(row, tools);
    expect(await kept()).toEqual({ deploymentId: ID, ...now });
  });

  it('is not made where no post is pending', async () => {
    const { row, tools, steps } = await openRows(HEAD);
    await recover(row, tools);
    expect(steps).toEqual([]);
  });

  it('that finds the one which was left makes it the message again, and nothing points from it', async () => {
    const left = [{ channel: HOME, ts: '1.0' }];
    const there = { channel: FINANCE, ts: '1.1' };
    const { row, slack, kept, tools } = await openRows({ ...there, shown: '', left, posting });
    slack.find = async () => '1.0';
    await recover(row, tools);
    expect(await kept()).toMatchObject({ channel: HOME, ts: '1.0', left: [there] });
  });
});

describe('isEdited', () => {
  it('brings the message to what it should say', async () => {
    const { slack, texts } = await openRows({}, [[HOME, 'before']]);
    expect(await isEdited(HOME, ts(1), MESSAGE, slack)).toBe(true);
    expect(texts()).toEqual([`${HOME} etl`]);
  });

  it.each([
    ['somebody has deleted', GONE],
    ['is of another app', refused('cant_update_message')],
    ['is too old', refused('edit_window_closed')],
  ])('is false of what %s', async (_it, error) => {
    const { slack } = await openRows();
    slack.failNext(error);
    expect(await isEdited(HOME, '1.1', MESSAGE, slack)).toBe(false);
  });

  it.each([refused('is_archived'), LIMITED, DOWN])('throws %s', async (error) => {
    const { slack } = await openRows();
    slack.failNext(error);
    await expect(isEdited(HOME, '1.1', MESSAGE, slack)).rejects.toBe(error);
  });
});

describe('unlessRefused', () => {
  it.each([refused('missing_scope'), GONE])('lets %s be', (error) => {
    expect(unlessRefused(error)).toBeUndefined();
  });

  it.each([LIMITED, DOWN, new TypeError('a bug')])('throws %s', (error) => {
    expect(() => unlessRefused(error)).toThrow(error);
  });
});

describe('withoutMessage', () => {
  it('keeps what is not about the message that is gone', () => {
    const others = {
      ...REST,
      deploymentId: ID,
      drifts: { a: AT },
      left: [{ channel: FINANCE, ts: '0.9' }],
    };
    const posting = { part: 'form/0', ...UNDER, at: AT };
    const item = { ...others, ...HEAD, thread: [form(2, 'one')], posting };
    expect(withoutMessage(item)).toEqual(others);
  });
});
