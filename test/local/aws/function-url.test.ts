import { afterEach, describe, expect, it } from '@jest/globals';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { serveFunctionUrl } from '../../../local/aws/lambda/function-url.ts';
import type { Server } from '../../../local/server.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function call(init: RequestInit, answer: () => unknown = () => ({ statusCode: 200 })) {
  const events: LambdaFunctionURLEvent[] = [];
  server = await serveFunctionUrl(async (event) => {
    events.push(event as LambdaFunctionURLEvent);
    return answer();
  });
  const response = await fetch(`${server.url}/path?a=1`, init);
  return { response, text: await response.text(), event: events[0] };
}

describe('serveFunctionUrl', () => {
  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['application/cloudevents+json', false],
    ['text/plain', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
  ])('hands over a body of %s, in base64: %s', async (type, isBase64Encoded) => {
    const body = '{"name":"Zürich"}';
    const { event } = await call({ method: 'POST', body, headers: { 'content-type': type } });
    expect(event).toMatchObject({ version: '2.0', isBase64Encoded });
    const sent = Buffer.from(event?.body ?? '', isBase64Encoded ? 'base64' : 'utf8');
    expect(sent.toString('utf8')).toBe(body);
  });

  it('hands over names of headers in lower case, and several values in one', async () => {
    const headers = new Headers([['X-Name', 'a']]);
    headers.append('X-Name', 'b');
    const { event } = await call({ headers });
    expect(event?.headers['x-name']).toBe('a, b');
    expect(event).not.toHaveProperty('body');
    expect(event).toMatchObject({
      rawPath: '/path',
      rawQueryString: 'a=1',
      requestContext: { accountId: 'anonymous', http: { method: 'GET', path: '/path' } },
    });
  });

  it('answers as the function says', async () => {
    const answer = { statusCode: 405, headers: { allow: 'POST' }, body: 'no' };
    const { response, text } = await call({}, () => answer);
    expect([response.status, response.headers.get('allow'), text]).toEqual([405, 'POST', 'no']);
  });

  it('takes for the body of a 200 what has no status', async () => {
    const { response, text } = await call({}, () => ({ accepted: true }));
    expect([response.status, text]).toEqual([200, '{"accepted":true}']);
  });

  it('tells the caller nothing of what failed', async () => {
    const { response, text } = await call({}, () => {
      throw new Error('secret');
    });
    expect([response.status, text]).toEqual([502, 'Internal Server Error']);
  });
});
