import { buffer } from 'node:stream/consumers';
import type { HttpFunction, Request } from '@google-cloud/functions-framework';
import type { HttpAnswer, HttpRequest } from '../../runtime/http.ts';
import type { Logger } from '../../runtime/logger.ts';

/**
 * An HTTP function that anybody may call. A failure is logged and answered with 500: the framework
 * would tell the caller what failed.
 */
export function httpHandler(
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
  logger: Logger,
): HttpFunction {
  return async (request, response) => {
    try {
      const { status, headers = {}, body } = await answer(await requestOf(request));
      response.status(status).set(headers);
      if (body === undefined) response.end();
      else response.json(body);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.error('invocation.failed', { reason });
      response.status(500).json({ error: 'it failed; its log says why' });
    }
  };
}

/** The framework reads no body that comes without a type of content. */
async function requestOf(request: Request): Promise<HttpRequest> {
  const { method, headers, rawBody } = request;
  return { method, headers, body: rawBody ?? (await buffer(request)) };
}
