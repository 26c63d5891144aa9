import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { httpHandler } from '../../../shared/cloud/gcp/http-handler.ts';
import type { HttpAnswer, HttpRequest } from '../../../shared/runtime/http.ts';
import { header } from '../../../shared/runtime/http.ts';
import { jsonLogger } from '../../../shared/runtime/logger.ts';

const log: string[] = [];
const requests: HttpRequest[] = [];
let answer: HttpAnswer | Error = { status: 200 };
let server: Server;
let url = '';

beforeAll(async () => {
  const work = async (request: HttpRequest) => {
    requests.push(request);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  http(
    'tested',
    httpHandler(
      work,
      jsonLogger((line) => log.push(line)),
    ),
  );
  server = getTestServer('tested');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

async function send(init: RequestInit) {
  requests.length = 0;
  const response = await fetch(url, init);
  return { response, request: requests[0] };
}

describe('httpHandler', () => {
  it.each([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/octet-stream',
  ])('hands over the bytes of %s as they were sent', async (type) => {
    const body = '{ "note":  "Zürich 🚀" }';
    const headers = { 'content-type': type, 'X-Name': 'a' };
    const { request } = await send({ method: 'POST', headers, body });
    expect(request?.method).toBe('POST');
    expect(header(request?.headers ?? {}, 'x-name')).toBe('a');
    expect(Buffer.from(request?.body ?? '').toString('utf8')).toBe(body);
  });

  it('hands over the bytes that came without a type of content', async () => {
    const { request } = await send({ method: 'POST', body: Buffer.from('{}') });
    expect(Buffer.from(request?.body ?? '').toString()).toBe('{}');
  });

  it('hands over no bytes where there is no body', async () => {
    const { request } = await send({ method: 'GET' });
    expect(request).toMatchObject({ method: 'GET', body: Buffer.of() });
  });

  it('answers in JSON, with the headers', async () => {
    answer = { status: 405, headers: { allow: 'POST' }, body: { error: 'no' } };
    const { response } = await send({ method: 'GET' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toEqual({ error: 'no' });
  });

  it('answers with nothing where there is nothing', async () => {
    answer = { status: 200 };
    const { response } = await send({ method: 'POST', body: 'x' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('tells the log what failed, and not the caller', async () => {
    answer = new Error('projects/acme-platform/topics/deployments is gone');
    const { response } = await send({ method: 'POST', body: 'x' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('acme-platform');
    expect(log.join()).toContain('topics/deployments is gone');
  });
});
