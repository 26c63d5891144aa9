import { describe, expect, it } from '@jest/globals';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { HOUR, SECOND } from '../../../shared/runtime/clock.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackUnavailableError,
} from '../../../shared/slack/slack.ts';
import { isPostponed, postpone } from '../../../shared/stories/notify/postpone.ts';
import { ago, inA, NOW } from '../findings.ts';
import { ID, openRows, refused } from './row-bench.ts';

const POSTING = { posting: { part: 'head', channel: 'C0DATAOPS1', at: ago(SECOND) } };
const DOWN = new SlackUnavailableError('Slack is down');
const UNSURE = new SlackUnavailableError('time-out', { ambiguous: true });
const REFUSED = refused('is_archived');

/** How a row reads that met this error. */
async function rowAfter(error: unknown, before: Partial<MessageItem> = {}) {
  const { row, tools, record, log } = await openRows(before);
  await row.hold();
  await postpone(row, error, tools);
  const kept = await record.messages.get(ID);
  if (kept === undefined) throw new TypeError('there is no row');
  return { ...kept, log };
}

describe('postpone', () => {
  it.each([
    ['as long as Slack asks', new SlackRateLimitedError(900), 0, 900 * SECOND],
    ['an hour, for what a person must mend', REFUSED, 0, HOUR],
    ['half a minute, where Slack is down', DOWN, 0, 30 * SECOND],
    ['twice as long each time', DOWN, 3, 240 * SECOND],
    ['an hour at the most', DOWN, 30, HOUR],
    ['not at all, where somebody has deleted it', new SlackMessageGoneError('gone'), 0, 0],
  ])('waits %s', async (_it, error, failures, wait) => {
    const { due, item } = await rowAfter(error, failures === 0 ? {} : { failures });
    expect([due, item.failures]).toEqual([inA(wait), failures + 1]);
  });

  it.each([UNSURE, DOWN, REFUSED])('leaves a post to be looked for: %s', async (error) => {
    const { item } = await rowAfter(error, POSTING);
    expect(item.posting).toEqual(POSTING.posting);
  });

  it('lets go of the row, and keeps what is known', async () => {
    const { item } = await rowAfter(DOWN, { ts: '1.1' });
    expect(item).toEqual({ deploymentId: ID, ts: '1.1', failures: 1 });
  });

  it.each([
    ['a refusal', REFUSED, true],
    ['anything else', DOWN, undefined],
  ])('keeps in mind whether a person must mend it: %s', async (_it, error, barred) => {
    expect((await rowAfter(error, { barred: true })).item.barred).toBe(barred);
  });

  it('logs why, and until when', async () => {
    const { log } = await rowAfter(DOWN, { failures: 1 });
    const due = inA(60 * SECOND);
    expect(log).toEqual([
      {
        ...{ severity: 'WARNING', event: 'message.postponed', deploymentId: ID },
        ...{ failures: 2, due, reason: 'SlackUnavailableError: Slack is down' },
      },
    ]);
  });

  it('throws what is not the failing of Slack, and writes and logs nothing', async () => {
    const { row, tools, steps, log } = await openRows();
    const error = new TypeError('a bug');
    await expect(postpone(row, error, tools)).rejects.toBe(error);
    expect([steps, log]).toEqual([[], []]);
  });
});

describe('isPostponed', () => {
  it.each<[string, Partial<MessageItem>, string | undefined, boolean]>([
    ['failed, and is not due', { failures: 1 }, inA(1), true],
    ['failed, and is due', { failures: 1 }, inA(0), false],
    ['did not fail', {}, inA(1), false],
    ['failed no more', { failures: 0 }, inA(1), false],
    ['is due at no time', { failures: 1 }, undefined, false],
    ['was refused, and nobody asks', { failures: 1, barred: true }, inA(1), true],
  ])('of what %s', (_it, item, due, postponed) => {
    const row = { item: { deploymentId: ID, ...item }, version: 1, ...(due && { due }) };
    expect(isPostponed(row, NOW)).toBe(postponed);
  });

  it.each([
    ['what was refused may have been mended', { failures: 1, barred: true } as const, false],
    ['Slack is down all the same', { failures: 1 }, true],
  ])('of what somebody asks for: %s', (_it, item, postponed) => {
    const row = { item: { deploymentId: ID, ...item }, version: 1, due: inA(1) };
    expect(isPostponed(row, NOW, true)).toBe(postponed);
  });
});
