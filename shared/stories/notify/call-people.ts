import type { MessageItem } from '../../record/messages.ts';
import { after, HOUR } from '../../runtime/clock.ts';
import { isOfTheChannel } from '../../slack/channel-refusals.ts';
import type { Message } from '../../slack/message.ts';
import { CALLED_AGAIN, SETTLED } from '../../slack/notices.ts';
import type { NotifyTools } from '../notify.ts';
import type { MessageRow } from './message-row.ts';
import type { News } from './news.ts';
import { isEdited, PARTS, postPart, unlessRefused } from './posting.ts';

const DAY = 24 * HOUR;
/** From the beginning to the first call, and from each call to the next. */
const INTERVALS = [4 * HOUR, DAY, 3 * DAY];
const ALL_OTHERS = 7 * DAY;

type Calls = NonNullable<MessageItem['calls']>;

/**
 * Calls in the thread about what waits for a person, ever more rarely, until it waits no longer.
 * Answers how often that was done, and when to come back.
 */
export async function callPeople(
  row: MessageRow,
  { call, deadline }: News,
  tools: NotifyTools,
): Promise<{ readonly calls?: Calls; readonly due?: string }> {
  const known = row.item.calls;
  if (known !== undefined && known.about !== call?.about) await retire(row, SETTLED, tools);
  if (call === undefined) return deadline === undefined ? {} : { due: deadline };
  const { about, message } = call;
  const now = tools.clock.now();
  const calls = callsSoFar(about, known, now);
  if (!isDue(call, known, now)) return { calls, due: earlier(dueAfter(calls), deadline) };
  const { channel, ts: threadTs } = row.item;
  if (channel === undefined || threadTs === undefined) return {};
  await retire(row, CALLED_AGAIN, tools);
  const part = PARTS.call(about, calls.count + 1, calls.last);
  await postPart(row, part, message, { channel, threadTs }, tools);
  const next = row.item.calls ?? calls;
  return { calls: next, due: earlier(dueAfter(next), deadline) };
}

/** Whether somebody is to be called now. */
export function isDue(
  { about, atOnce }: NonNullable<News['call']>,
  known: Calls | undefined,
  now: Date,
): boolean {
  const calls = callsSoFar(about, known, now);
  return (calls.count === 0 && atOnce === true) || dueAfter(calls) <= now.toISOString();
}

function callsSoFar(about: string, known: Calls | undefined, now: Date): Calls {
  return known?.about === about ? known : { count: 0, last: now.toISOString(), about };
}

function dueAfter({ count, last }: Calls): string {
  return after(new Date(last), INTERVALS[count] ?? ALL_OTHERS);
}

function earlier(one: string, other = one): string {
  return one < other ? one : other;
}

/** What was last called for is not left standing as if it still were. */
async function retire(row: MessageRow, message: Message, { slack }: NotifyTools): Promise<void> {
  const { channel, calls } = row.item;
  if (channel === undefined || calls?.ts === undefined) return;
  await row.hold();
  await isEdited(channel, calls.ts, message, slack).catch((error) => {
    // The channel may be back within the hour; forgotten now, it would call for ever.
    if (isOfTheChannel(error)) throw error;
    return unlessRefused(error);
  });
  const { ts: _, ...rest } = calls;
  await row.note((item) => ({ ...item, calls: rest }));
}
