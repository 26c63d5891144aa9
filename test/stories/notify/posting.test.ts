import { describe, expect, it, jest } from '@jest/globals';
import { MemorySlack } from '../../../local/slack/memory-slack.ts';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { SECOND } from '../../../shared/runtime/clock.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../../shared/slack/slack.ts';
import { openRow } from '../../../shared/stories/notify/message-row.ts';
import { isEdited, PARTS, postPart, recover } from '../../../shared/stories/notify/posting.ts';
import { openEngine } from '../engine-bench.ts';
import { ago } from '../findings.ts';

const ID = 'deployment-1';
const CHANNEL = 'C0DATAOPS1';
const MESSAGE = { text: 'etl', blocks: [] };
const HEAD = { channel: CHANNEL, ts: '1.1', shown: 'what it says' };
const LIMITED = new SlackRateLimitedError(30);
const DOWN = new SlackUnavailableError('service_unavailable');
const UNSURE = new SlackUnavailableError('time-out', { ambiguous: true });
const refused = (reason: string) => new SlackRefusedError(reason, reason, '');
const GONE = new SlackMessageGoneError('thread_not_found');

async function open(before: Partial<MessageItem>) {
  const { record, clock } = openEngine();
  const found = await record.messages.write(ID, 0, { deploymentId: ID, ...before });
  const row = openRow(ID, found, { record, clock });
  const slack = new MemorySlack();
  const kept = async () => (await record.messages.get(ID))?.item;
  return { row, slack, kept, tools: { slack, clock } };
}

describe('a post that fails', () => {
  it.each<[string, Error, boolean]>([
    ['is forgotten where Slack limits us', LIMITED, false],
    ['is forgotten where Slack was not reached', DOWN, false],
    ['is forgotten where Slack refuses it', refused('is_archived'), false],
    ['is to be looked for where nobody knows', UNSURE, true],
    ['is to be looked for where it was no fault of Slack', new TypeError('a bug'), true],
  ])('%s', async (_it, error, isKept) => {
    const { row, slack, kept, tools } = await open({});
    slack.failNext(error);
    const posting = postPart(row, PARTS.head, MESSAGE, { channel: CHANNEL }, tools);
    await expect(posting).rejects.toBe(error);
    expect((await kept())?.posting !== undefined).toBe(isKept);
  });

  it('has the message forgotten under which it was to go, where that is gone', async () => {
    const { row, slack, kept, tools } = await open({ ...HEAD, thread: [{ ts: '1.2', shown: '' }] });
    slack.failNext(GONE);
    const place = { channel: CHANNEL, threadTs: HEAD.ts };
    await expect(postPart(row, PARTS.form(1), MESSAGE, place, tools)).rejects.toBe(GONE);
    const { claimedAt: _, ...item } = (await kept()) ?? {};
    expect(item).toEqual({ deploymentId: ID });
  });
});

describe('the look for a post', () => {
  const posting = { part: 'head', channel: CHANNEL, at: ago(SECOND) };

  it.each([LIMITED, DOWN, UNSURE])('is made again where it fails: %s', async (error) => {
    const { row, slack, kept, tools } = await open({ posting });
    slack.failNext(error);
    await expect(recover(row, tools)).rejects.toBe(error);
    expect((await kept())?.posting).toEqual(posting);
  });

  it.each([
    ['may not be made', refused('missing_scope'), posting],
    ['is for a thread that is gone', GONE, { ...posting, part: 'form/0', threadTs: '1.1' }],
  ])('finds nothing where it %s', async (_it, error, lost) => {
    const { row, slack, kept, tools } = await open({ posting: lost });
    slack.failNext(error);
    await recover(row, tools);
    expect((await kept())?.posting).toBeUndefined();
  });

  it('goes back by as much as the clocks may be apart', async () => {
    const { row, slack, tools } = await open({ posting });
    const look = jest.spyOn(slack, 'find');
    await recover(row, tools);
    const since = new Date(Date.parse(posting.at) - 60 * SECOND);
    expect(look.mock.calls).toEqual([[CHANNEL, ID, since]]);
  });

  it('that finds the one which was left makes it the message again, and nothing points from it', async () => {
    const left = [{ channel: CHANNEL, ts: '1.0' }];
    const there = { channel: 'C0FINANCE1', ts: '1.1' };
    const { row, slack, kept, tools } = await open({ ...there, shown: '', left, posting });
    slack.find = async () => '1.0';
    await recover(row, tools);
    expect(await kept()).toMatchObject({ channel: CHANNEL, ts: '1.0', left: [there] });
  });
});

describe('a message that cannot be edited', () => {
  it.each([
    ['cant_update_message', true],
    ['edit_window_closed', true],
    ['is_archived', false],
  ])('for %s is replaced: %s', async (reason, isReplaced) => {
    const { slack } = await open({});
    slack.failNext(refused(reason));
    const edited = isEdited(CHANNEL, '1.1', MESSAGE, slack);
    if (isReplaced) expect(await edited).toBe(false);
    else await expect(edited).rejects.toThrow(reason);
  });
});
