import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebAPIRequestError } from '@slack/web-api';
import { serve } from '../../local/server.ts';
import { failure } from '../../shared/slack/failure.ts';
import { slackClient } from '../../shared/slack/slack-client.ts';
import { saying } from './slack-contract.ts';

describe('failure', () => {
  it.each([
    ['was refused', 'ECONNREFUSED', false],
    ['had no address', 'ENOTFOUND', false],
    ['was cut', 'ECONNRESET', true],
    ['failed otherwise', undefined, true],
  ])('of a connection that %s', (_it, code, ambiguous) => {
    const cause = Object.assign(new Error('lower down'), { code });
    const error = new WebAPIRequestError(new TypeError('fetch failed', { cause }));
    expect(failure('chat.postMessage', error)).toMatchObject({
      code: 'slack-unavailable',
      ambiguous,
    });
  });

  it('leaves alone what is none of Slack', () => {
    const bug = new RangeError('a bug');
    expect(failure('chat.postMessage', bug)).toBe(bug);
  });
});

describe('an answer that is not of Slack', () => {
  it.each(['{}', '[]', 'null', '"x"', '', '{"ok": false}', '{"ok": true}', '<html>502</html>'])(
    'leaves open whether the message was posted: %s',
    async (body) => {
      const server = await serve(() => ({ status: 200, body }));
      const slack = slackClient({
        token: async () => 'xoxb',
        installation: 'prod/aws',
        apiUrl: `${server.url}/api/`,
      });
      const posting = slack.post('C1', saying('one')).finally(() => server.close());
      await expect(posting).rejects.toMatchObject({ code: 'slack-unavailable', ambiguous: true });
    },
  );
});

describe('how long Slack is not asked', () => {
  it.each([
    ['7', 7],
    ['0', 0],
    ['-5', 0],
    ['soon', 30],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 30],
    ['99999999999999999999', 86_400],
  ])('is what it says, in bounds: %s', async (asked, retryAfter) => {
    const headers = { 'retry-after': asked };
    const server = await serve(() => ({ status: 429, body: '', headers }));
    const slack = slackClient({
      token: async () => 'xoxb',
      installation: 'prod/aws',
      apiUrl: `${server.url}/api/`,
    });
    const posting = slack.post('C1', saying('one')).finally(() => server.close());
    await expect(posting).rejects.toMatchObject({ code: 'slack-rate-limited', retryAfter });
  });
});

describe('an answer that breaks off', () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"ok":');
    setTimeout(() => response.destroy(), 20);
  });
  afterEach(() => {
    server.close();
  });

  it('leaves open whether the message was posted', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const apiUrl = `http://127.0.0.1:${port}/api/`;
    const slack = slackClient({ token: async () => 'xoxb', installation: 'prod/aws', apiUrl });
    await expect(slack.post('C1', saying('one'))).rejects.toMatchObject({
      code: 'slack-unavailable',
      ambiguous: true,
    });
  });
});
