import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import { urlHandler } from '../../../shared/cloud/aws/url-handler.ts';
import { unsignedBecause } from '../../../shared/deployment/signature.ts';
import type { HttpAnswer, HttpRequest } from '../../../shared/runtime/http.ts';
import { jsonLogger } from '../../../shared/runtime/logger.ts';

const context = { awsRequestId: 'r' } as Context;
const quiet = jsonLogger(() => {});

function fixture(name: string): LambdaFunctionURLEvent {
  const file = new URL(`../../fixtures/events/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function handle(event: LambdaFunctionURLEvent, answer: HttpAnswer = { status: 200 }) {
  const requests: HttpRequest[] = [];
  const handler = urlHandler(async (request) => {
    requests.push(request);
    return answer;
  }, quiet);
  return { result: await handler(event, context), request: requests[0] };
}

describe('urlHandler', () => {
  it.each(['function-url', 'function-url-base64'])(
    'hands over the bytes of %s as they were signed',
    async (name) => {
      const { request = { method: '', headers: {}, body: Buffer.of() } } = await handle(
        fixture(name),
      );
      expect(request.method).toBe('POST');
      expect(Buffer.from(request.body).toString()).toBe(
        '{"deploymentId":"clmh57jtm000008lb58fe2wmv"}',
      );
      const then = new Date('2026-01-15T09:31:00Z');
      expect(unsignedBecause(request, ['secret-of-the-fixtures'], then)).toBeUndefined();
    },
  );

  it('hands over text beyond ASCII in UTF-8, and bytes that are no text', async () => {
    const event = fixture('function-url');
    const text = await handle({ ...event, body: 'Zürich 🚀' });
    expect(text.request?.body).toEqual(Buffer.from('Zürich 🚀', 'utf8'));
    const bytes = await handle({ ...event, body: '//79', isBase64Encoded: true });
    expect(bytes.request?.body).toEqual(Buffer.of(0xff, 0xfe, 0xfd));
  });

  it('hands over no bytes where there is no body', async () => {
    const { body: _body, ...event } = fixture('function-url');
    expect((await handle(event)).request?.body).toEqual(Buffer.of());
  });

  it('answers in JSON, with the headers', async () => {
    const answer = { status: 405, headers: { allow: 'POST' }, body: { error: 'no' } };
    expect((await handle(fixture('function-url'), answer)).result).toEqual({
      statusCode: 405,
      headers: { 'content-type': 'application/json', allow: 'POST' },
      body: '{"error":"no"}',
    });
  });

  it('answers with nothing where there is nothing', async () => {
    const { result } = await handle(fixture('function-url'), { status: 200 });
    expect(result).toEqual({ statusCode: 200 });
  });

  it('fails when its work does, and says in the log why', async () => {
    const log: string[] = [];
    const handler = urlHandler(
      async () => {
        throw new Error('the bus is gone');
      },
      jsonLogger((line) => log.push(line)),
    );
    await expect(handler(fixture('function-url'), context)).rejects.toThrow('the bus is gone');
    expect(log.join()).toContain('invocation.failed');
  });
});
