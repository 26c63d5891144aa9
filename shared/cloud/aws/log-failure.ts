import type { MiddlewareObj } from '@middy/core';
import type { Logger } from '../../runtime/logger.ts';

/** Logs what made the whole invocation fail, and lets it fail: the platform tries again. */
export function logFailure(logger: Logger): MiddlewareObj<unknown, unknown> {
  return {
    onError: ({ error, context }) => {
      logger.error('invocation.failed', {
        requestId: context.awsRequestId,
        reason: error instanceof Error ? error.message : String(error),
      });
    },
  };
}
