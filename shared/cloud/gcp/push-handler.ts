import type { CloudEvent } from '@google-cloud/functions-framework';
import { disposed } from '../../runtime/disposition.ts';
import type { Logger } from '../../runtime/logger.ts';
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
) {
  return async (event: CloudEvent<unknown>): Promise<void> => {
    const log = logger.with({ messageId: event.id });
    const done = await disposed(log, () => run(parse(messageText(event.data))).then(() => true));
    if (!done) throw new MessageFailedError('the message failed; its reason is in the log');
  };
}

/** The message's text; a message may have attributes alone, and then none. */
function messageText(data: unknown): string {
  const encoded = (data as { message?: { data?: unknown } } | undefined)?.message?.data;
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : '';
}
