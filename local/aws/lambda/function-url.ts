import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent } from 'aws-lambda';
import { type Answer, json, type Received, type Server, serve } from '../../server.ts';

/** Every other type of content comes to the function in base64. */
const TEXT = /^(text\/.*|application\/(json|javascript|xml|.*\+(json|xml)))\b/;

/** A Function URL without IAM: anybody who reaches it invokes the function. */
export function serveFunctionUrl(invoke: (event: unknown) => Promise<unknown>): Promise<Server> {
  return serve(async (request) => {
    try {
      return answerOf(await invoke(functionUrlEvent(request, new Date())));
    } catch {
      // What failed is in the function's log, and no business of the caller's.
      return { status: 502, body: 'Internal Server Error' };
    }
  });
}

export function functionUrlEvent(request: Received, now: Date): LambdaFunctionURLEvent {
  const { path, query, bytes } = request;
  const headers = Object.entries(request.headers).map(([name, value]) => [name, `${value}`]);
  const isText = TEXT.test(request.headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query.toString(),
    headers: Object.fromEntries(headers),
    requestContext: requestContext(request, now),
    ...(bytes.length > 0 && { body: bytes.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: bytes.length > 0 && !isText,
  };
}

function requestContext({ method, path, headers }: Received, now: Date) {
  return {
    accountId: 'anonymous',
    apiId: 'local',
    domainName: 'local.lambda-url.eu-west-1.on.aws',
    domainPrefix: 'local',
    http: {
      method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey: '$default',
    stage: '$default',
    time: now.toISOString(),
    timeEpoch: now.getTime(),
  };
}

/** An answer without `statusCode` is taken for the body of a 200. */
function answerOf(answer: unknown): Answer {
  const { statusCode, headers, body = '' } = (answer ?? {}) as APIGatewayProxyStructuredResultV2;
  if (statusCode === undefined) return json(200, answer);
  const sent = Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]);
  return { status: statusCode, headers: Object.fromEntries(sent), body };
}
