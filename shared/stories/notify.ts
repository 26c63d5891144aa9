import { INSTALLATION } from '../deployment/events.ts';
import type { MessageItem } from '../record/items.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import { after, type Clock, HOUR, MINUTE } from '../runtime/clock.ts';
import { digest } from '../runtime/json.ts';
import type { Logger } from '../runtime/logger.ts';
import { installationMessage } from '../slack/installation-message.ts';
import { deploymentMessage, type Message, threadMessages } from '../slack/message.ts';
import {
  type Slack,
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../slack/slack.ts';
import { viewOf } from './view-of.ts';

export interface NotifyTools {
  readonly record: AccessRecord;
  readonly slack: Slack;
  readonly rules: () => AccessRules;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a worker that claimed a message may take to post it. */
const CLAIM = 2 * MINUTE;

/**
 * Shows one Deployment's accesses in Slack: one message, edited in place, and its thread.
 *
 * Slack has no idempotency key. The claim is written before the post and its `ts` after it; a
 * crash in between is the one case in which a second message can appear, once the claim is old.
 */
export async function notify(deploymentId: string, tools: NotifyTools): Promise<void> {
  const { record, clock } = tools;
  const content = await contentOf(deploymentId, tools);
  if (content === undefined) return;
  const found = await record.messages.get(deploymentId);
  try {
    const posted = await show(deploymentId, content.message, found, tools);
    if (posted !== undefined) await showThread(posted, content.thread, tools);
  } catch (error) {
    await postpone(deploymentId, error, tools, clock);
  }
}

interface Content {
  readonly message: Message;
  readonly thread: readonly Message[];
}

async function contentOf(id: string, tools: NotifyTools): Promise<Content | undefined> {
  if (id === INSTALLATION) {
    const { installation } = tools.rules();
    const message = installationMessage(installation, await tools.record.breaker.get());
    return message && { message, thread: [] };
  }
  const view = await viewOf(id, tools);
  return view && { message: deploymentMessage(view), thread: threadMessages(view) };
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
  if (item.claimedAt !== undefined && after(new Date(item.claimedAt), CLAIM) > now.toISOString()) {
    throw new SlackUnavailableError(`another worker is posting the message of ${deploymentId}`);
  }
  const claim = { ...item, claimedAt: now.toISOString() };
  const claimed = await record.messages.write(
    deploymentId,
    found?.version ?? 0,
    claim,
    after(now, CLAIM),
  );
  const { channel, ts } = await slack.post(tools.rules().slack.channel, message, { deploymentId });
  logger.info('message.posted', { deploymentId, channel, ts });
  return record.messages.write(
    deploymentId,
    claimed.version,
    settled(item, { channel, ts, shown }),
  );
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
    const ts = there?.ts ?? (await slack.post(channel, message, { threadTs, deploymentId })).ts;
    if (there !== undefined) await slack.update(channel, ts, message);
    const thread = [...(current.item.thread ?? [])];
    thread[place] = { ts, shown };
    const next = { ...current.item, thread };
    current = await record.messages.write(deploymentId, current.version, next);
  }
}

function settled(item: MessageItem, shown: Partial<MessageItem>): MessageItem {
  const { claimedAt: _claimed, failures: _failures, ...rest } = item;
  return { ...rest, ...shown };
}

/** A message that cannot be sent now is a row with a due time: nothing waits inside the queue. */
async function postpone(
  deploymentId: string,
  error: unknown,
  { record, logger }: NotifyTools,
  clock: Clock,
): Promise<void> {
  const found = await record.messages.get(deploymentId);
  const item: MessageItem = found?.item ?? { deploymentId };
  const failures = (item.failures ?? 0) + 1;
  const wait = waitAfter(error, failures);
  if (wait === undefined) throw error;
  const { claimedAt: _claimed, ...unclaimed } = item;
  // A post that may have happened keeps its claim, so that it is not made twice at once.
  const kept = error instanceof SlackUnavailableError && error.ambiguous ? item : unclaimed;
  const gone = error instanceof SlackMessageGoneError ? forgotten(kept) : kept;
  logger.warn('message.postponed', { deploymentId, failures, reason: String(error) });
  const due = after(clock.now(), wait);
  await record.messages.write(deploymentId, found?.version ?? 0, { ...gone, failures }, due);
}

function forgotten({ deploymentId }: MessageItem): MessageItem {
  return { deploymentId };
}

/** Milliseconds until it is worth trying again; undefined for what is not Slack's failing. */
function waitAfter(error: unknown, failures: number): number | undefined {
  if (error instanceof SlackRateLimitedError) return error.retryAfter * 1_000;
  if (error instanceof SlackMessageGoneError) return 0;
  if (error instanceof SlackUnavailableError) return Math.min(HOUR, 15_000 * 2 ** failures);
  if (error instanceof SlackRefusedError) return HOUR;
  return undefined;
}
