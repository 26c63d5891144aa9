import { digest } from '../../runtime/json.ts';
import { isOfTheChannel } from '../../slack/channel-refusals.ts';
import { movedMessage } from '../../slack/notices.ts';
import type { NotifyTools } from '../notify.ts';
import { isDue } from './call-people.ts';
import type { MessageRow } from './message-row.ts';
import type { News } from './news.ts';
import { isEdited, PARTS, postPart, unlessRefused, withoutMessage } from './posting.ts';
import { isUntold } from './show-thread.ts';

/**
 * Brings the one message to the channel where it belongs and to what it should say. A channel
 * that does not take it is not asked again before the rules name another one.
 */
export async function showHead(row: MessageRow, news: News, tools: NotifyTools): Promise<void> {
  const { refused } = row.item;
  const channel = refused?.channel === news.channel ? news.fallback : news.channel;
  try {
    await showIn(channel, row, news, tools);
  } catch (error) {
    if (channel === news.fallback || !isOfTheChannel(error)) throw error;
    const { reason } = error;
    tools.logger.warn('message.elsewhere', {
      deploymentId: row.item.deploymentId,
      channel,
      reason,
    });
    await row.note((item) => ({ ...item, refused: { channel, reason } }));
    await showIn(news.fallback, row, news, tools);
  }
  await pointOut(row, news, tools);
}

async function showIn(
  channel: string,
  row: MessageRow,
  news: News,
  tools: NotifyTools,
): Promise<void> {
  const { logger } = tools;
  await takeUp(channel, row, tools);
  const message = news.head(row.item.refused);
  const shown = digest(message);
  const { deploymentId, ts } = row.item;
  if (ts !== undefined && row.item.channel === channel) {
    if (row.item.shown === shown && !isAddedTo(row, news, tools)) return;
    await row.hold();
    if (await isEdited(channel, ts, message, tools.slack)) {
      logger.info('message.updated', { deploymentId });
      return row.note((item) => ({ ...item, shown }));
    }
    await row.note(withoutMessage);
  }
  await postPart(row, PARTS.head, message, { channel }, tools);
  logger.info('message.posted', { deploymentId, channel, ts: row.item.ts });
}

/** What is said under a message that somebody has deleted is seen by nobody: Slack takes it all the same. */
function isAddedTo({ item }: MessageRow, { call, drifts }: News, { clock }: NotifyTools): boolean {
  const isCalled = call !== undefined && isDue(call, item.calls, clock.now());
  return isCalled || drifts.some((one) => isUntold(one, item));
}

/** One of the baseline may have a message of a time that the record has forgotten. */
async function takeUp(channel: string, row: MessageRow, { slack }: NotifyTools): Promise<void> {
  const { deploymentId, baseline } = row.item;
  if (baseline === undefined) return;
  await row.hold();
  const ts = await slack.find(channel, deploymentId, new Date(0)).catch(unlessRefused);
  // Where there is none, it may be in the other channel; a post of its own ends the baseline.
  if (ts === undefined) return;
  await row.note(({ baseline: _, ...item }) => ({ ...item, channel, ts, shown: '' }));
}

/** Where it was before, it says where it is now, once. */
async function pointOut(row: MessageRow, news: News, { slack }: NotifyTools): Promise<void> {
  for (const { channel, ts } of row.item.left ?? []) {
    await row.hold();
    const message = movedMessage(news.name, row.item.channel ?? news.fallback);
    await isEdited(channel, ts, message, slack).catch(unlessRefused);
    await row.note(({ left = [], ...item }) => {
      const others = left.filter((one) => one.ts !== ts);
      return { ...item, ...(others.length > 0 && { left: others }) };
    });
  }
}
