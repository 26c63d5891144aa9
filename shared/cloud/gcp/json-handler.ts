import type { HttpFunction } from '@google-cloud/functions-framework';
import { AccessError, InvalidEventError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

/**
 * An HTTP function behind IAM. Whoever may call it is told in our own words what we foresaw; a bug
 * goes up, and the framework answers 500.
 */
export function jsonHandler(
  answer: (body: unknown) => Promise<object>,
  logger: Logger,
): HttpFunction {
  return async ({ body }, response) => {
    try {
      response.json(await answer(body));
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      const { code, message } = error;
      logger.warn('operate.refused', { code, reason: message });
      response
        .status(error instanceof InvalidEventError ? 400 : 503)
        .json({ error: message, code });
    }
  };
}
