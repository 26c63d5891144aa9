import type { CloudEvent } from '@google-cloud/functions-framework';
import { disposed } from '../../runtime/disposition.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { DeadLetters } from '../dead-letters.ts';
import { MessageFailedError } from '../errors.ts';

/**
 * A function for a Pub/Sub push subscription whose messages each name one key. A failure is
 * thrown: Pub/Sub sends the message again, and in the end dead-letters it. It takes one argument
 * because the framework waits for a callback of any function that takes two.
 */
export function pushHandler(
  parse: (data: string) => string,
  run: (key: string) => Promise<void>,
  logger: Logger,
  deadLetters?: DeadLetters,
) {
  return async (event: CloudEvent<unknown>): Promise<void> => {
    const text = messageText(event.data);
    const keep = deadLetters && ((reason: string) => deadLetters(text, reason));
    const log = logger.with({ messageId: event.id });
    const done = await disposed(log, async () => run(parse(text)).then(() => true), keep);
    if (!done) throw new MessageFailedError('the message failed; its reason is in the log');
  };
}

/** The message's text; a message may have attributes alone, and then none. */
function messageText(data: unknown): string {
  const encoded = (data as { message?: { data?: unknown } } | undefined)?.message?.data;
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : '';
}
