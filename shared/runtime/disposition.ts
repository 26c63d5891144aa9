import { AccessError } from './errors.ts';
import type { Logger } from './logger.ts';

/**
 * Runs one message's work: true when the message is done with, false when the platform should
 * send it again. What a retry cannot mend is logged and done with; everything else, bugs
 * included, is sent again until the platform dead-letters it.
 */
export async function disposed(logger: Logger, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof AccessError ? error.code : 'unexpected';
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof AccessError && error.disposition === 'discard') {
      logger.warn('event.discarded', { code, reason });
      return true;
    }
    const stack = error instanceof AccessError ? undefined : (error as Error).stack;
    logger.error('event.failed', { code, reason, stack });
    return false;
  }
}
