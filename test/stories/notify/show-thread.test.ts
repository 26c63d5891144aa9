import { describe, expect, it } from '@jest/globals';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { digest } from '../../../shared/runtime/json.ts';
import { NOT_NEEDED } from '../../../shared/slack/notices.ts';
import { SlackRateLimitedError } from '../../../shared/slack/slack.ts';
import { isUntold, showThread } from '../../../shared/stories/notify/show-thread.ts';
import { ago } from '../findings.ts';
import { form, HOME, head, ID, newsWith, openRows, say, ts } from './row-bench.ts';

const HEAD = head('etl');
const drift = (accessId: string, at: string) => ({
  accessId,
  at,
  message: say(`${accessId} ${at}`),
});
const NOTED_UNNEEDED = (nth: number) => ({ ts: ts(nth), shown: digest(NOT_NEEDED) });

/** A message, with these forms in its thread. */
const openThread = (...forms: readonly string[]) =>
  openRows({ ...HEAD, thread: forms.map((text, place) => form(place + 2, text)) }, [
    [HOME, 'etl'],
    ...forms.map((text) => [HOME, text, ts(1)] as const),
  ]);

const thread = (...texts: readonly string[]) => newsWith({ thread: texts.map(say) });

describe('the forms of a thread', () => {
  it('are posted under the message, in order', async () => {
    const { row, slack, tools, steps, kept } = await openRows(HEAD, [[HOME, 'etl']]);
    await showThread(row, thread('one', 'two'), tools);
    expect(steps).toEqual([
      ...['holds', 'means to post form/0', `posts one in ${HOME}`, 'holds'],
      ...['means to post form/1', `posts two in ${HOME}`, 'holds'],
    ]);
    expect(slack.messages.slice(1)).toMatchObject([
      { text: 'one', threadTs: ts(1), part: 'form/0', deploymentId: ID },
      { text: 'two', threadTs: ts(1), part: 'form/1', deploymentId: ID },
    ]);
    const forms = [form(2, 'one'), form(3, 'two')];
    expect(await kept()).toEqual({ deploymentId: ID, ...HEAD, thread: forms });
  });

  it('are left alone as long as they say the same', async () => {
    const { row, tools, steps } = await openThread('one', 'two');
    await showThread(row, thread('one', 'two'), tools);
    expect(steps).toEqual([]);
  });

  it('are edited where they say something else, and held before', async () => {
    const { row, tools, steps, kept, texts } = await openThread('one', 'two');
    await showThread(row, thread('one', 'three'), tools);
    expect(steps).toEqual(['holds', `edits three in ${HOME}`, 'holds']);
    expect(texts()).toEqual(['etl', 'one', 'three'].map((text) => `${HOME} ${text}`));
    expect((await kept()).thread).toEqual([form(2, 'one'), form(3, 'three')]);
  });

  it('are posted again where somebody has deleted one', async () => {
    const { row, slack, tools, kept, texts } = await openThread('one', 'two');
    slack.delete(ts(2));
    await showThread(row, thread('three', 'two'), tools);
    expect(texts()).toEqual(['etl', 'two', 'three'].map((text) => `${HOME} ${text}`));
    expect((await kept()).thread).toEqual([form(4, 'three'), form(3, 'two')]);
  });

  it('say that they are not needed, where there are fewer', async () => {
    const { row, tools, kept, texts } = await openThread('one', 'two', 'three');
    await showThread(row, thread('one'), tools);
    const now = ['etl', 'one', NOT_NEEDED.text, NOT_NEEDED.text];
    expect(texts()).toEqual(now.map((text) => `${HOME} ${text}`));
    const forms = [form(2, 'one'), NOTED_UNNEEDED(3), NOTED_UNNEEDED(4)];
    expect((await kept()).thread).toEqual(forms);
  });

  it('say so once', async () => {
    const { row, tools, steps } = await openThread('one');
    await showThread(row, thread(), tools);
    steps.length = 0;
    await showThread(row, thread(), tools);
    expect(steps).toEqual([]);
  });

  it('are not posted again to say so', async () => {
    const { row, slack, tools, steps, kept, texts } = await openThread('one');
    slack.delete(ts(2));
    await showThread(row, thread(), tools);
    expect(steps).toEqual(['holds', `edits ${NOT_NEEDED.text} in ${HOME}`, 'holds']);
    expect(texts()).toEqual([`${HOME} etl`]);
    expect((await kept()).thread).toEqual([NOTED_UNNEEDED(2)]);
  });

  it('are needed again in the same place', async () => {
    const { row, tools, texts } = await openThread('one');
    await showThread(row, thread(), tools);
    await showThread(row, thread('two'), tools);
    expect(texts()).toEqual(['etl', 'two'].map((text) => `${HOME} ${text}`));
  });

  it('stay as they are known where Slack takes nothing', async () => {
    const { row, slack, tools, kept } = await openThread('one');
    const limited = new SlackRateLimitedError(30);
    slack.failNext(limited);
    await expect(showThread(row, thread('two'), tools)).rejects.toBe(limited);
    expect((await kept()).thread).toEqual([form(2, 'one')]);
  });
});

describe('a change by hand', () => {
  const news = newsWith({ drifts: [drift('a', ago(MINUTE)), drift('b', ago(SECOND))] });

  it('is told under the message, one post for each access', async () => {
    const { row, slack, tools, steps, kept } = await openRows(HEAD, [[HOME, 'etl']]);
    await showThread(row, news, tools);
    expect(steps).toEqual(
      [`a ${ago(MINUTE)}`, `b ${ago(SECOND)}`].flatMap((text) => [
        `means to post drift/${text.replace(' ', '/')}`,
        `posts ${text} in ${HOME}`,
        'holds',
      ]),
    );
    expect(slack.messages.slice(1).map(({ threadTs }) => threadTs)).toEqual([ts(1), ts(1)]);
    expect((await kept()).drifts).toEqual({ a: ago(MINUTE), b: ago(SECOND) });
  });

  it('is told once, and the next one again', async () => {
    const told = { a: ago(MINUTE), b: ago(MINUTE) };
    const { row, tools, kept, texts } = await openRows({ ...HEAD, drifts: told }, [[HOME, 'etl']]);
    await showThread(row, news, tools);
    expect(texts()).toEqual(['etl', `b ${ago(SECOND)}`].map((text) => `${HOME} ${text}`));
    expect((await kept()).drifts).toEqual({ a: ago(MINUTE), b: ago(SECOND) });
  });

  it.each([
    ['is not known', undefined, true],
    ['is another one than is known', { a: ago(MINUTE) }, true],
    ['is known of another access', { b: ago(SECOND) }, true],
    ['is known', { a: ago(SECOND) }, false],
  ])('that %s is untold: %s', (_it, drifts, untold) => {
    const item = { deploymentId: ID, ...(drifts && { drifts }) };
    expect(isUntold(drift('a', ago(SECOND)), item)).toBe(untold);
  });
});

describe('showThread', () => {
  it.each<[string, Partial<MessageItem>]>([
    ['nowhere', {}],
    ['in no channel', { ts: ts(1) }],
    ['in no message', { channel: HOME }],
  ])('posts nothing %s', async (_it, before) => {
    const { row, tools, steps } = await openRows(before, [[HOME, 'etl']]);
    const news = newsWith({ thread: [say('one')], drifts: [drift('a', ago(MINUTE))] });
    await showThread(row, news, tools);
    expect(steps).toEqual([]);
  });

  it('shows the forms before it tells of changes', async () => {
    const { row, tools, texts } = await openRows(HEAD, [[HOME, 'etl']]);
    const change = drift('a', ago(MINUTE));
    await showThread(row, newsWith({ thread: [say('one')], drifts: [change] }), tools);
    expect(texts()).toEqual(['etl', 'one', change.message.text].map((text) => `${HOME} ${text}`));
  });
});
