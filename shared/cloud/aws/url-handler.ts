import middy from '@middy/core';
import type {
  APIGatewayProxyStructuredResultV2 as FunctionUrlResult,
  LambdaFunctionURLEvent,
} from 'aws-lambda';
import type { HttpAnswer, HttpRequest } from '../../runtime/http.ts';
import type { Logger } from '../../runtime/logger.ts';
import { logFailure } from './log-failure.ts';

/** A Lambda handler behind a Function URL. A failure is thrown: Lambda answers 502 and counts it. */
export function urlHandler(answer: (request: HttpRequest) => Promise<HttpAnswer>, logger: Logger) {
  return middy(async (event: LambdaFunctionURLEvent): Promise<FunctionUrlResult> => {
    const { status, headers, body } = await answer(requestOf(event));
    if (body === undefined) return { statusCode: status, ...(headers && { headers }) };
    return {
      statusCode: status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
  }).use(logFailure(logger));
}

/** Lambda hands over text as it is, and the bytes of every other type of content in base64. */
function requestOf(event: LambdaFunctionURLEvent): HttpRequest {
  const { requestContext, headers, body, isBase64Encoded } = event;
  return {
    method: requestContext.http.method,
    headers,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
