import { describe, expect, it } from '@jest/globals';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { HOUR, SECOND } from '../../../shared/runtime/clock.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../../shared/slack/slack.ts';
import { openRow } from '../../../shared/stories/notify/message-row.ts';
import { isPostponed, postpone } from '../../../shared/stories/notify/postpone.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, inA, NOW } from '../findings.ts';

const ID = 'deployment-1';
const POSTING = { posting: { part: 'head', channel: 'C0DATAOPS1', at: ago(SECOND) } };
const DOWN = new SlackUnavailableError('Slack is down');
const UNSURE = new SlackUnavailableError('time-out', { ambiguous: true });
const REFUSED = new SlackRefusedError('is_archived', 'it is archived', '');

/** How a row reads that met this error. */
async function rowAfter(error: unknown, before: Partial<MessageItem> = {}) {
  const { record, clock, tools } = openEngine();
  const found = await record.messages.write(ID, 0, { deploymentId: ID, ...before });
  await postpone(openRow(ID, found, { record, clock }), error, tools);
  const row = await record.messages.get(ID);
  if (row === undefined) throw new TypeError('there is no row');
  return row;
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

  it('throws what is not the failing of Slack', async () => {
    await expect(rowAfter(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('isPostponed', () => {
  it.each([
    ['failed, and is not due', { failures: 1 }, inA(1), true],
    ['failed, and is due', { failures: 1 }, inA(0), false],
    ['did not fail', {}, inA(1), false],
    ['is due at no time', { failures: 1 }, undefined, false],
  ])('of what %s', (_it, item, due, postponed) => {
    const row = { item: { deploymentId: ID, ...item }, version: 1, ...(due && { due }) };
    expect(isPostponed(row, NOW)).toBe(postponed);
  });
});
