import { INSTALLATION } from '../deployment/events.ts';
import type { MessageItem } from '../record/items.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import { digest } from '../runtime/json.ts';
import type { Logger } from '../runtime/logger.ts';
import { allIsWell, installationMessage } from '../slack/installation-message.ts';
import { deploymentMessage, type Message, threadMessages } from '../slack/message.ts';
import { type Slack, SlackMessageGoneError } from '../slack/slack.ts';
import { claimEnds, isClaimed, isPostponed, MessageClaimedError, postpone } from './postpone.ts';
import { viewOf } from './view-of.ts';

export interface NotifyTools {
  readonly record: AccessRecord;
  readonly slack: Slack;
  readonly rules: () => AccessRules;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Shows one Deployment's accesses in Slack: one message, edited in place, and its thread.
 *
 * Slack has no idempotency key. The claim is written before the post and its `ts` after it; after
 * a crash in between the channel is looked through, and only an app that may not read it can
 * then post a second message.
 */
export async function notify(deploymentId: string, tools: NotifyTools): Promise<void> {
  const { record } = tools;
  const telling = await record.tellings.get(deploymentId);
  await tell(deploymentId, tools);
  // What Slack did not take is due by the message's own row.
  if (telling !== undefined) await record.tellings.clear(telling);
}

async function tell(deploymentId: string, tools: NotifyTools): Promise<void> {
  const { record } = tools;
  const content = await contentOf(deploymentId, tools);
  if (content === undefined) return;
  const found = await record.messages.get(deploymentId);
  // Slack said when: asked before, it would only say so again. The row brings it back.
  if (found !== undefined && isPostponed(found, tools.clock.now())) return;
  try {
    const posted = await show(deploymentId, content.message, found, tools);
    if (posted !== undefined) await showThread(posted, content.thread, tools);
  } catch (error) {
    await postpone(deploymentId, error, tools);
  }
}

interface Content {
  readonly message: Message;
  readonly thread: readonly Message[];
}

async function contentOf(id: string, tools: NotifyTools): Promise<Content | undefined> {
  if (id === INSTALLATION) {
    const message = await installationNews(tools);
    return message && { message, thread: [] };
  }
  const view = await viewOf(id, tools);
  return view && { message: deploymentMessage(view), thread: threadMessages(view) };
}

/** What was told and is over is told to be over. */
async function installationNews({ rules, record }: NotifyTools): Promise<Message | undefined> {
  const { installation } = rules();
  const [breaker, paused] = [await record.breaker.get(), await record.pause.get()];
  const news = installationMessage(installation, breaker, paused);
  if (news !== undefined) return news;
  const told = await record.messages.get(INSTALLATION);
  return told?.item.ts === undefined ? undefined : allIsWell(installation);
}

async function show(
  deploymentId: string,
  message: Message,
  found: Versioned<MessageItem> | undefined,
  tools: NotifyTools,
): Promise<Versioned<MessageItem> | undefined> {
  const { record, slack, clock, logger } = tools;
  const shown = digest(message);
  const now = clock.now();
  const item: MessageItem = found?.item ?? { deploymentId };
  if (item.ts !== undefined && item.channel !== undefined) {
    if (item.shown === shown) return found;
    await slack.update(item.channel, item.ts, message);
    logger.info('message.updated', { deploymentId });
    return record.messages.write(deploymentId, found?.version ?? 0, settled(item, { shown }));
  }
  if (isClaimed(item, now)) throw new MessageClaimedError(`${deploymentId} is being posted`);
  const claimedAt = now.toISOString();
  const claimed = await record.messages.write(
    deploymentId,
    found?.version ?? 0,
    { ...item, claimedAt },
    claimEnds(claimedAt),
  );
  const { channel, ts } = await foundOrPosted(item, message, tools);
  logger.info('message.posted', { deploymentId, channel, ts });
  return record.messages.write(
    deploymentId,
    claimed.version,
    settled(item, { channel, ts, shown }),
  );
}

/** Whoever claimed it before may have posted it and not lived to write that down. */
async function foundOrPosted(
  { deploymentId, claimedAt }: MessageItem,
  message: Message,
  { slack, rules }: NotifyTools,
): Promise<{ readonly channel: string; readonly ts: string }> {
  const { channel } = rules().slack;
  if (claimedAt !== undefined) {
    const ts = await slack.find(channel, deploymentId, new Date(claimedAt));
    if (ts !== undefined) {
      await slack.update(channel, ts, message);
      return { channel, ts };
    }
  }
  return slack.post(channel, message, { deploymentId });
}

/** Each message of the thread is posted once and then edited, like the one above it. */
async function showThread(
  posted: Versioned<MessageItem>,
  messages: readonly Message[],
  { record, slack }: NotifyTools,
): Promise<void> {
  let current = posted;
  const { channel, ts: threadTs, deploymentId } = posted.item;
  if (channel === undefined || threadTs === undefined) return;
  for (const [place, message] of messages.entries()) {
    const shown = digest(message);
    const there = current.item.thread?.[place];
    if (there?.shown === shown) continue;
    const edited = there && (await isEdited(channel, there.ts, message, slack));
    const ts = edited
      ? there.ts
      : (await slack.post(channel, message, { threadTs, deploymentId })).ts;
    const thread = [...(current.item.thread ?? [])];
    thread[place] = { ts, shown };
    const next = { ...current.item, thread };
    current = await record.messages.write(deploymentId, current.version, next);
  }
}

/** False where somebody has deleted it: the message above it is there all the same. */
async function isEdited(
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
    throw error;
  }
}

function settled(item: MessageItem, shown: Partial<MessageItem>): MessageItem {
  const { claimedAt: _claimed, failures: _failures, ...rest } = item;
  return { ...rest, ...shown };
}
