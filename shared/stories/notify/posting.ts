import type { MessageItem, Posting } from '../../record/messages.ts';
import { digest } from '../../runtime/json.ts';
import type { Message } from '../../slack/message.ts';
import { type Slack, SlackMessageGoneError, SlackRefusedError } from '../../slack/slack.ts';
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
  const { channel, ts } = await slack.post(place.channel, message, { deploymentId, ...under });
  await row.note((item) => posted(item, { ...posting, channel }, ts, digest(message)));
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

/** A channel that may not be read is as one in which it is not. */
async function lookFor(
  deploymentId: string,
  { part, channel, threadTs, at }: Posting,
  slack: Slack,
): Promise<string | undefined> {
  const since = new Date(at);
  const found =
    threadTs === undefined
      ? slack.find(channel, deploymentId, since)
      : slack.findReply(channel, threadTs, part, since);
  return found.catch(unlessRefused);
}

export function unlessRefused(error: unknown): undefined {
  if (error instanceof SlackRefusedError) return undefined;
  throw error;
}

/** False where there is nothing of ours to edit: somebody deleted it, or it is another app's. */
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
    if (error instanceof SlackRefusedError && error.reason === 'cant_update_message') return false;
    throw error;
  }
}

export function unposted({ posting: _, ...item }: MessageItem): MessageItem {
  return item;
}

/** The row once the part is there. */
function posted(row: MessageItem, posting: Posting, ts: string, shown: string): MessageItem {
  const item = unposted(row);
  const [kind, first = '', second = ''] = posting.part.split('/');
  switch (kind) {
    case 'head':
      return { ...moved(item), channel: posting.channel, ts, shown };
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

/** Without a place; where it was, it is to say that it is elsewhere now. */
function moved({ channel, ts, thread: _, baseline: _was, ...item }: MessageItem): MessageItem {
  if (channel === undefined || ts === undefined) return item;
  return { ...item, left: [...(item.left ?? []), { channel, ts }] };
}
