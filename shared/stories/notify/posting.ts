import type { MessageItem, Posting } from '../../record/messages.ts';
import { MINUTE } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';
import type { Message } from '../../slack/message.ts';
import {
  type Slack,
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../slack/slack.ts';
import type { NotifyTools } from '../notify.ts';
import type { MessageRow } from './message-row.ts';

type PostTools = Pick<NotifyTools, 'slack' | 'clock'>;

/** What a post is: the message itself, or one of its thread. */
export const PARTS = {
  head: 'head',
  form: (place: number) => `form/${place}`,
  drift: (accessId: string, at: string) => `drift/${accessId}/${at}`,
  /** By the interval that it ends: the same may wait again another time. */
  call: (about: string, count: number, last: string) => `call/${about}/${count}/${last}`,
} as const;

/**
 * Posts one part, having written down before that it is about to, and writes down where it is.
 *
 * Slack has no idempotency key: a worker that dies in between leaves the row, by which the next
 * one looks for the post.
 */
export async function postPart(
  row: MessageRow,
  part: string,
  message: Message,
  place: Pick<Posting, 'channel' | 'threadTs'>,
  { slack, clock }: PostTools,
): Promise<void> {
  const { deploymentId } = row.item;
  const posting = { part, ...place, at: clock.now().toISOString() };
  await row.note((item) => ({ ...item, posting }));
  const under = place.threadTs === undefined ? {} : { threadTs: place.threadTs, part };
  try {
    const { channel, ts } = await slack.post(place.channel, message, { deploymentId, ...under });
    await row.note((item) => posted(item, { ...posting, channel }, ts, digest(message)));
  } catch (error) {
    await giveUp(row, error);
    throw error;
  }
}

/** Only a post that cannot be there is forgotten: of any other one, whoever comes next looks for it. */
async function giveUp(row: MessageRow, error: unknown): Promise<void> {
  // With its thread, the message above it: it is posted anew.
  if (error instanceof SlackMessageGoneError) return row.note(withoutMessage);
  if (isCertain(error)) await row.note(unposted);
}

function isCertain(error: unknown): boolean {
  if (error instanceof SlackUnavailableError) return !error.ambiguous;
  return error instanceof SlackRefusedError || error instanceof SlackRateLimitedError;
}

/** Looks for a post that was begun and of which nobody knows whether it was made. */
export async function recover(row: MessageRow, { slack }: PostTools): Promise<void> {
  const { posting } = row.item;
  if (posting === undefined) return;
  await row.hold();
  const ts = await lookFor(row.item.deploymentId, posting, slack);
  // What it says is not known: it is brought up to date with the next look.
  await row.note((item) => (ts === undefined ? unposted(item) : posted(item, posting, ts, '')));
}

/** By how much Slack's clock, by which it is looked for, may be behind ours. */
const CLOCKS_APART = MINUTE;

/** A channel that may not be read is as one in which it is not. */
async function lookFor(
  deploymentId: string,
  { part, channel, threadTs, at }: Posting,
  slack: Slack,
): Promise<string | undefined> {
  const since = new Date(Date.parse(at) - CLOCKS_APART);
  const found =
    threadTs === undefined
      ? slack.find(channel, deploymentId, since)
      : slack.findReply(channel, threadTs, part, since);
  return found.catch(unlessRefused);
}

export function unlessRefused(error: unknown): undefined {
  if (error instanceof SlackRefusedError || error instanceof SlackMessageGoneError)
    return undefined;
  throw error;
}

/** False where there is nothing to edit any more: deleted, another app's, or too old to be edited. */
export async function isEdited(
  channel: string,
  ts: string,
  message: Message,
  slack: Slack,
): Promise<boolean> {
  try {
    await slack.update(channel, ts, message);
    return true;
  } catch (error) {
    if (error instanceof SlackMessageGoneError) return false;
    if (error instanceof SlackRefusedError && UNEDITABLE.includes(error.reason)) return false;
    throw error;
  }
}

const UNEDITABLE = ['cant_update_message', 'edit_window_closed'];

export function unposted({ posting: _, ...item }: MessageItem): MessageItem {
  return item;
}

/** The row once the part is there. */
function posted(row: MessageItem, posting: Posting, ts: string, shown: string): MessageItem {
  const item = unposted(row);
  const [kind, first = '', second = ''] = posting.part.split('/');
  switch (kind) {
    case 'head':
      return { ...moved(item, ts), channel: posting.channel, ts, shown };
    case 'form': {
      if (posting.threadTs !== item.ts) return item;
      const thread = [...(item.thread ?? [])];
      thread[Number(first)] = { ts, shown };
      return { ...item, thread };
    }
    case 'drift':
      return { ...item, drifts: { ...item.drifts, [first]: second } };
    default:
      return { ...item, calls: { about: first, count: Number(second), last: posting.at, ts } };
  }
}

/** Without a place; where it was, and is not now, it is to say that it is elsewhere. */
function moved(
  { channel, ts, thread: _, baseline: _was, left = [], ...item }: MessageItem,
  now: string,
): MessageItem {
  const before = channel === undefined || ts === undefined ? [] : [{ channel, ts }];
  const places = [...left, ...before].filter((one) => one.ts !== now);
  return { ...item, ...(places.length > 0 && { left: places }) };
}

/** Somebody has deleted it, and its thread with it. */
export function withoutMessage(row: MessageItem): MessageItem {
  const { channel: _channel, ts: _ts, shown: _shown, thread: _thread, ...item } = unposted(row);
  return item;
}
