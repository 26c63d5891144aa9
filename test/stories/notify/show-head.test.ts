import { describe, expect, it } from '@jest/globals';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { HOUR, MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { SlackMessageGoneError, SlackRateLimitedError } from '../../../shared/slack/slack.ts';
import type { News } from '../../../shared/stories/notify/news.ts';
import { showHead } from '../../../shared/stories/notify/show-head.ts';
import { ago } from '../findings.ts';
import {
  FINANCE,
  form,
  HOME,
  head,
  ID,
  newsWith,
  openRows,
  refused,
  say,
  ts,
} from './row-bench.ts';

const LIMITED = new SlackRateLimitedError(30);
const DRIFT = { accessId: 'access-1', at: ago(MINUTE), message: say('drift') };
const CALL = { about: 'something', message: say('It still waits.') };
const since = (milliseconds: number) => ({ about: CALL.about, count: 0, last: ago(milliseconds) });

/** Says, too, what it is told of a channel that refused. */
const ofFinance = (more: Partial<News> = {}) =>
  newsWith({
    channel: FINANCE,
    head: (why) => say(why === undefined ? 'etl' : `etl, for ${why.channel}: ${why.reason}`),
    ...more,
  });

describe('a message that is not there yet', () => {
  it('is posted', async () => {
    const { row, tools, steps, log, kept } = await openRows();
    await showHead(row, newsWith(), tools);
    expect(steps).toEqual(['means to post head', `posts etl in ${HOME}`, 'holds']);
    expect(await kept()).toEqual({ deploymentId: ID, ...head('etl') });
    expect(log).toEqual([
      { severity: 'INFO', event: 'message.posted', deploymentId: ID, channel: HOME, ts: ts(1) },
    ]);
  });
});

describe('a message whose number is not known', () => {
  it('is posted', async () => {
    const { row, tools, steps } = await openRows({ channel: HOME });
    await showHead(row, newsWith(), tools);
    expect(steps).toEqual(['means to post head', `posts etl in ${HOME}`, 'holds']);
  });
});

describe('a message that is there', () => {
  it.each<[string, Partial<MessageItem>, Partial<News>]>([
    ['as it is to be', {}, {}],
    ['and whose call is not due', { calls: since(4 * HOUR - SECOND) }, { call: CALL }],
    ['and is called about for the first time', {}, { call: CALL }],
    ['and tells of each change by hand', { drifts: { 'access-1': DRIFT.at } }, { drifts: [DRIFT] }],
  ])('%s is left alone', async (_it, before, news) => {
    const { row, tools, steps } = await openRows({ ...head('etl'), ...before }, [[HOME, 'etl']]);
    await showHead(row, newsWith(news), tools);
    expect(steps).toEqual([]);
  });

  it.each<[string, Partial<MessageItem>, Partial<News>]>([
    ['a call', { calls: since(4 * HOUR) }, { call: CALL }],
    ['a call at once', {}, { call: { ...CALL, atOnce: true } }],
    ['a drift', {}, { drifts: [DRIFT] }],
    ['one of two', { drifts: { other: ago(1), 'access-1': ago(1) } }, { drifts: [DRIFT] }],
  ])('is edited before %s goes under it, to see that it is there', async (_it, before, news) => {
    const { row, tools, steps } = await openRows({ ...head('etl'), ...before }, [[HOME, 'etl']]);
    await showHead(row, newsWith(news), tools);
    expect(steps).toEqual(['holds', `edits etl in ${HOME}`, 'holds']);
  });

  it('is edited where one of several drifts is not told', async () => {
    const before = { ...head('etl'), drifts: { 'access-1': DRIFT.at } };
    const { row, tools, steps } = await openRows(before, [[HOME, 'etl']]);
    const other = { ...DRIFT, accessId: 'access-2' };
    await showHead(row, newsWith({ drifts: [DRIFT, other] }), tools);
    expect(steps).toContain(`edits etl in ${HOME}`);
  });

  it('is edited where it says something else', async () => {
    const thread = [form(2, 'a form')];
    const before = { ...head('before'), thread };
    const { row, tools, steps, log, kept, texts } = await openRows(before, [[HOME, 'before']]);
    await showHead(row, newsWith(), tools);
    expect(steps).toEqual(['holds', `edits etl in ${HOME}`, 'holds']);
    expect(await kept()).toEqual({ deploymentId: ID, ...head('etl'), thread });
    expect(texts()).toEqual([`${HOME} etl`]);
    expect(log).toEqual([{ severity: 'INFO', event: 'message.updated', deploymentId: ID }]);
  });

  it('is posted anew, pointing from nowhere, where somebody has deleted it', async () => {
    const before = { ...head('before'), thread: [form(2, 'a form')], failures: 1 };
    const { row, slack, tools, steps, log, kept } = await openRows(before, [[HOME, 'before']]);
    slack.delete(ts(1));
    await showHead(row, newsWith(), tools);
    expect(steps).toEqual([
      ...['holds', `edits etl in ${HOME}`, 'holds'],
      ...['means to post head', `posts etl in ${HOME}`, 'holds'],
    ]);
    const now = { channel: HOME, ...form(2, 'etl') };
    expect(await kept()).toEqual({ deploymentId: ID, failures: 1, ...now });
    expect(log.map(({ event }) => event)).toEqual(['message.posted']);
  });

  it('is forgotten before another is posted, where that fails', async () => {
    const { row, tools, slack, kept } = await openRows(head('before'));
    slack.failNext(new SlackMessageGoneError('message_not_found'));
    slack.failNext(LIMITED);
    await expect(showHead(row, newsWith(), tools)).rejects.toBe(LIMITED);
    expect(await kept()).toEqual({ deploymentId: ID });
  });
});

describe('a channel of a rule that takes nothing', () => {
  it('leaves it to the other one, which says why', async () => {
    const { row, slack, tools, steps, log, kept } = await openRows();
    slack.failNext(refused('not_in_channel'));
    await showHead(row, ofFinance(), tools);
    const text = `etl, for ${FINANCE}: not_in_channel`;
    expect(steps).toEqual([
      ...['means to post head', `posts etl in ${FINANCE}`, 'holds', 'holds'],
      ...['means to post head', `posts ${text} in ${HOME}`, 'holds'],
    ]);
    const refusal = { channel: FINANCE, reason: 'not_in_channel' };
    expect(await kept()).toEqual({ deploymentId: ID, refused: refusal, ...head(text) });
    expect(log[0]).toEqual({
      ...{ severity: 'WARNING', event: 'message.elsewhere' },
      ...{ deploymentId: ID, channel: FINANCE, reason: 'not_in_channel' },
    });
  });

  it('has its own message pointed from where it can be', async () => {
    const { row, slack, tools, kept, texts } = await openRows(head('before', FINANCE), [
      [FINANCE, 'before'],
    ]);
    slack.failNext(refused('is_archived'));
    await showHead(row, ofFinance(), tools);
    expect(texts()).toEqual([
      `${FINANCE} ➡️ etl is told of in <#${HOME}> now`,
      `${HOME} etl, for ${FINANCE}: is_archived`,
    ]);
    expect(await kept()).toMatchObject({ channel: HOME, ts: ts(2) });
    expect(await kept()).not.toHaveProperty('left');
  });

  it('is not asked again', async () => {
    const before = { refused: { channel: FINANCE, reason: 'is_archived' } };
    const { row, tools, texts } = await openRows(before);
    await showHead(row, ofFinance(), tools);
    expect(texts()).toEqual([`${HOME} etl, for ${FINANCE}: is_archived`]);
  });

  it('does not keep it from another one that the rules name now', async () => {
    const before = { refused: { channel: 'C0RISKTEAM', reason: 'is_archived' } };
    const { row, tools, texts } = await openRows(before);
    await showHead(row, ofFinance({ head: () => say('etl') }), tools);
    expect(texts()).toEqual([`${FINANCE} etl`]);
  });

  it.each<[string, News, Error]>([
    ['it is the only one there is', newsWith(), refused('not_in_channel')],
    ['not the channel is at fault', ofFinance(), refused('invalid_blocks')],
    ['it may do so later', ofFinance(), LIMITED],
  ])('fails where %s', async (_it, news, error) => {
    const { row, slack, tools, kept, texts, log } = await openRows();
    slack.failNext(error);
    await expect(showHead(row, news, tools)).rejects.toBe(error);
    expect([await kept(), texts(), log]).toEqual([{ deploymentId: ID }, [], []]);
  });

  it('fails where the other one takes nothing either', async () => {
    const { row, slack, tools, kept } = await openRows();
    slack.failNext(refused('not_in_channel'));
    slack.failNext(refused('is_archived'));
    await expect(showHead(row, ofFinance(), tools)).rejects.toThrow('is_archived');
    expect(await kept()).toMatchObject({ refused: { channel: FINANCE, reason: 'not_in_channel' } });
  });
});

describe('one of the baseline', () => {
  const before = { baseline: true, shown: 'what it would say' } as const;
  const looks = `looks in ${HOME} since 1970-01-01T00:00:00.000Z`;

  it('takes up the message that it has from before', async () => {
    const { row, slack, tools, steps, kept, texts } = await openRows(before);
    await slack.post(HOME, say('of long ago'), { deploymentId: ID });
    await showHead(row, newsWith(), tools);
    expect(steps).toEqual(['holds', looks, 'holds', `edits etl in ${HOME}`, 'holds']);
    expect(await kept()).toEqual({ deploymentId: ID, ...head('etl') });
    expect(texts()).toEqual([`${HOME} etl`]);
  });

  it('is edited whatever the message says that it takes up', async () => {
    const { row, slack, tools, kept } = await openRows({ ...before, shown: form(1, 'etl').shown });
    await slack.post(HOME, say('of long ago'), { deploymentId: ID });
    slack.update = async () => {
      throw LIMITED;
    };
    await expect(showHead(row, newsWith(), tools)).rejects.toBe(LIMITED);
    expect(await kept()).toEqual({ deploymentId: ID, channel: HOME, ts: ts(1), shown: '' });
  });

  it.each([
    ['where there is none', undefined],
    ['where nobody may look', refused('missing_scope')],
  ])('gets one %s', async (_it, error) => {
    const { row, slack, tools, steps, kept } = await openRows(before);
    if (error !== undefined) slack.failNext(error);
    await showHead(row, newsWith(), tools);
    const posts = ['means to post head', `posts etl in ${HOME}`, 'holds'];
    expect(steps).toEqual(['holds', looks, ...posts]);
    expect(await kept()).toEqual({ deploymentId: ID, ...head('etl') });
  });

  it('has it looked for in the other channel too, where its own takes nothing', async () => {
    const { row, slack, tools, kept, texts } = await openRows(before);
    await slack.post(HOME, say('of long ago'), { deploymentId: ID });
    slack.failNext(refused('not_in_channel'));
    slack.failNext(refused('not_in_channel'));
    await showHead(row, ofFinance(), tools);
    expect(texts()).toEqual([`${HOME} etl, for ${FINANCE}: not_in_channel`]);
    expect(await kept()).toMatchObject({ channel: HOME, ts: ts(1) });
    expect(await kept()).not.toHaveProperty('baseline');
  });

  it('is looked for again where the post fails', async () => {
    const { row, slack, tools, steps, kept } = await openRows(before);
    slack.post = async () => {
      throw LIMITED;
    };
    await expect(showHead(row, newsWith(), tools)).rejects.toBe(LIMITED);
    expect(steps).toEqual([
      ...['holds', looks],
      ...['means to post head', `posts etl in ${HOME}`, 'holds'],
    ]);
    expect(await kept()).toEqual({ deploymentId: ID, ...before });
  });

  it('is looked for again where the look fails', async () => {
    const { row, slack, tools, kept } = await openRows(before);
    slack.failNext(LIMITED);
    await expect(showHead(row, newsWith(), tools)).rejects.toBe(LIMITED);
    expect(await kept()).toEqual({ deploymentId: ID, ...before });
  });
});

describe('a message that belongs elsewhere', () => {
  const moved = `➡️ etl is told of in <#${FINANCE}> now`;
  const left = (nth: number, channel = HOME) => ({ channel, ts: ts(nth) });

  it('is posted there, and then says where it is', async () => {
    const { row, tools, steps, kept } = await openRows(head('etl'), [[HOME, 'etl']]);
    await showHead(row, ofFinance(), tools);
    expect(steps).toEqual([
      ...['means to post head', `posts etl in ${FINANCE}`, 'holds'],
      ...[`edits ${moved} in ${HOME}`, 'holds'],
    ]);
    expect(await kept()).toEqual({ deploymentId: ID, channel: FINANCE, ...form(2, 'etl') });
  });

  it('says so in each place where it was, and holds the row before', async () => {
    const before = { ...head('etl', FINANCE), left: [left(2), left(3, 'C0RISKTEAM')] };
    const there = [FINANCE, HOME, 'C0RISKTEAM'].map((channel) => [channel, 'etl'] as const);
    const { row, tools, steps, kept, texts } = await openRows(before, there);
    await showHead(row, ofFinance(), tools);
    expect(texts()).toEqual([`${FINANCE} etl`, `${HOME} ${moved}`, `C0RISKTEAM ${moved}`]);
    expect(steps[0]).toBe('holds');
    expect(await kept()).toEqual({ deploymentId: ID, ...head('etl', FINANCE) });
  });

  it('does not forget the places where it could not say so yet', async () => {
    const before = { ...head('etl', FINANCE), left: [left(2), left(3)] };
    const { row, slack, tools, kept } = await openRows(before, [[FINANCE, 'etl']]);
    slack.failNext(new SlackMessageGoneError('message_not_found'));
    slack.failNext(LIMITED);
    await expect(showHead(row, ofFinance(), tools)).rejects.toBe(LIMITED);
    expect((await kept()).left).toEqual([left(3)]);
  });

  it('says so in two channels where it has the same number', async () => {
    const before = { ...head('etl', FINANCE), left: [left(2), left(2, 'C0RISKTEAM')] };
    const { row, tools, steps, kept } = await openRows(before, [[FINANCE, 'etl']]);
    await showHead(row, ofFinance(), tools);
    expect(steps).toContain(`edits ${moved} in ${HOME}`);
    expect(steps).toContain(`edits ${moved} in C0RISKTEAM`);
    expect(await kept()).not.toHaveProperty('left');
  });

  it('is let be where the place takes no edits', async () => {
    const before = { ...head('etl', FINANCE), left: [left(2)] };
    const { row, slack, tools, kept } = await openRows(before, [[FINANCE, 'etl']]);
    slack.failNext(refused('is_archived'));
    await showHead(row, ofFinance(), tools);
    expect(await kept()).toEqual({ deploymentId: ID, ...head('etl', FINANCE) });
  });
});
