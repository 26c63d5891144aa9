import { AccessError } from './errors.ts';
import type { Logger } from './logger.ts';

/**
 * Runs one message's work: true when the message is done with, false when the platform should
 * send it again. What a retry cannot mend is done with: logged, or kept with its reason where
 * there is a place to keep it. Everything else, bugs included, is sent again until the platform
 * gives it up.
 */
export async function disposed(
  logger: Logger,
  work: () => Promise<boolean>,
  keep?: (reason: string) => Promise<void>,
): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof AccessError ? error.code : 'unexpected';
    const reason = error instanceof Error ? error.message : String(error);
    const disposition = error instanceof AccessError ? error.disposition : 'retry';
    if (disposition === 'discard') {
      logger.warn('event.discarded', { code, reason });
      return true;
    }
    const stack = error instanceof AccessError ? undefined : (error as Error).stack;
    logger.error('event.failed', { code, reason, stack });
    if (disposition !== 'dead-letter' || keep === undefined) return false;
    return kept(logger, () => keep(`${code}: ${reason}`));
  }
}

async function kept(logger: Logger, keep: () => Promise<void>): Promise<boolean> {
  try {
    await keep();
    return true;
  } catch (error) {
    logger.error('event.not-kept', { reason: String(error) });
    return false;
  }
}
