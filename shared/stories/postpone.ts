import type { MessageItem } from '../record/items.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import { after, type Clock, HOUR, MINUTE, SECOND } from '../runtime/clock.ts';
import { AccessError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../slack/slack.ts';

/** How long a worker that claimed a message may take to post it. */
const CLAIM = 2 * MINUTE;

/** Another worker is at it. */
export class MessageClaimedError extends AccessError {
  readonly code = 'message-claimed';
  readonly disposition = 'retry';
}

export function isClaimed({ claimedAt }: MessageItem, now: Date): boolean {
  return claimedAt !== undefined && claimEnds(claimedAt) > now.toISOString();
}

/** Whether it failed, and is not to be tried again yet. */
export function isPostponed({ item, due }: Versioned<MessageItem>, now: Date): boolean {
  return (item.failures ?? 0) > 0 && due !== undefined && due > now.toISOString();
}

export function claimEnds(claimedAt: string): string {
  return after(new Date(claimedAt), CLAIM);
}

interface PostponeTools {
  readonly record: AccessRecord;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Makes a row with a due time of a message that cannot be sent now: nothing waits inside the
 * queue. Throws what is not Slack's failing.
 */
export async function postpone(
  deploymentId: string,
  error: unknown,
  { record, clock, logger }: PostponeTools,
): Promise<void> {
  const found = await record.messages.get(deploymentId);
  const item: MessageItem = found?.item ?? { deploymentId };
  const failures = (item.failures ?? 0) + 1;
  const due = dueAfter(error, item, failures, clock.now());
  if (due === undefined) throw error;
  logger.warn('message.postponed', { deploymentId, failures, due, reason: String(error) });
  const next = { ...withoutOurClaim(item, error), failures };
  await record.messages.write(deploymentId, found?.version ?? 0, next, due);
}

/** A post that may have happened keeps its claim: whoever comes after it looks for it first. */
function withoutOurClaim(item: MessageItem, error: unknown): MessageItem {
  if (error instanceof SlackMessageGoneError) return { deploymentId: item.deploymentId };
  if (error instanceof MessageClaimedError) return item;
  if (error instanceof SlackUnavailableError && error.ambiguous) return item;
  const { claimedAt: _, ...unclaimed } = item;
  return unclaimed;
}

function dueAfter(
  error: unknown,
  { claimedAt }: MessageItem,
  failures: number,
  now: Date,
): string | undefined {
  if (error instanceof MessageClaimedError) return claimEnds(claimedAt ?? now.toISOString());
  if (error instanceof SlackMessageGoneError) return now.toISOString();
  if (error instanceof SlackRateLimitedError) return after(now, error.retryAfter * SECOND);
  if (error instanceof SlackRefusedError) return after(now, HOUR);
  if (!(error instanceof SlackUnavailableError)) return undefined;
  return after(now, Math.min(HOUR, 15 * SECOND * 2 ** failures));
}
