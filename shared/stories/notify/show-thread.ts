import type { MessageItem } from '../../record/messages.ts';
import { digest } from '../../runtime/json.ts';
import type { Message } from '../../slack/message.ts';
import { NOT_NEEDED } from '../../slack/notices.ts';
import type { NotifyTools } from '../notify.ts';
import type { MessageRow } from './message-row.ts';
import type { News } from './news.ts';
import { isEdited, PARTS, postPart } from './posting.ts';

/** Each message of the thread is posted once and then edited, like the one above it. */
export async function showThread(row: MessageRow, news: News, tools: NotifyTools): Promise<void> {
  const before = row.item.thread?.length ?? 0;
  for (const [place, message] of news.thread.entries()) await showForm(row, place, message, tools);
  for (let place = news.thread.length; place < before; place += 1) {
    await showForm(row, place, NOT_NEEDED, tools);
  }
  await tellDrifts(row, news, tools);
}

async function showForm(
  row: MessageRow,
  place: number,
  message: Message,
  tools: NotifyTools,
): Promise<void> {
  const { channel, ts: threadTs, thread = [] } = row.item;
  if (channel === undefined || threadTs === undefined) return;
  const there = thread[place];
  const shown = digest(message);
  if (there?.shown === shown) return;
  await row.hold();
  const edited = there && (await isEdited(channel, there.ts, message, tools.slack));
  // Somebody has deleted it: what is not needed is not posted again.
  if (edited || (there && message === NOT_NEEDED)) {
    return row.note((item) => ({ ...item, thread: thread.with(place, { ts: there.ts, shown }) }));
  }
  await postPart(row, PARTS.form(place), message, { channel, threadTs }, tools);
}

/** What was changed by hand is told once for each time. */
async function tellDrifts(row: MessageRow, news: News, tools: NotifyTools): Promise<void> {
  for (const drift of news.drifts) {
    const { channel, ts: threadTs } = row.item;
    if (channel === undefined || threadTs === undefined || !isUntold(drift, row.item)) continue;
    const { accessId, at, message } = drift;
    await postPart(row, PARTS.drift(accessId, at), message, { channel, threadTs }, tools);
  }
}

export function isUntold(
  { accessId, at }: News['drifts'][number],
  { drifts }: MessageItem,
): boolean {
  return drifts?.[accessId] !== at;
}
