import type { MessageItem } from '../../record/messages.ts';
import type { Versioned } from '../../record/record.ts';
import { after, type Clock, HOUR, SECOND } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../slack/slack.ts';
import type { MessageRow } from './message-row.ts';

/** Whether it failed, and is not to be tried again yet; `asked`: by a person. */
export function isPostponed(
  { item, due }: Versioned<MessageItem>,
  now: Date,
  asked = false,
): boolean {
  if (asked && item.barred) return false;
  return (item.failures ?? 0) > 0 && due !== undefined && due > now.toISOString();
}

interface PostponeTools {
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Makes a row with a due time of a message that cannot be sent now: nothing waits inside the
 * queue. Throws what is not Slack's failing.
 */
export async function postpone(
  row: MessageRow,
  error: unknown,
  { clock, logger }: PostponeTools,
): Promise<void> {
  const { deploymentId } = row.item;
  const failures = (row.item.failures ?? 0) + 1;
  const due = dueAfter(error, failures, clock.now());
  if (due === undefined) throw error;
  logger.warn('message.postponed', { deploymentId, failures, due, reason: String(error) });
  const barred = error instanceof SlackRefusedError;
  await row.release(
    ({ barred: _, ...item }) => ({ ...item, failures, ...(barred && { barred }) }),
    due,
  );
}

function dueAfter(error: unknown, failures: number, now: Date): string | undefined {
  if (error instanceof SlackMessageGoneError) return now.toISOString();
  if (error instanceof SlackRateLimitedError) return after(now, error.retryAfter * SECOND);
  if (error instanceof SlackRefusedError) return after(now, HOUR);
  if (!(error instanceof SlackUnavailableError)) return undefined;
  return after(now, Math.min(HOUR, 15 * SECOND * 2 ** failures));
}
