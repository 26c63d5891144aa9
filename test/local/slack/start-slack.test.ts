import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SlackEmulator, startSlack } from '../../../local/slack/start-slack.ts';

describe('startSlack', () => {
  let emulator: SlackEmulator;
  beforeAll(async () => {
    emulator = await startSlack({ channel: { id: 'C0CHOSEN', name: 'chosen' }, token: 'xoxb-1' });
  });
  afterAll(() => emulator.close());

  const call = async (method: string, form: Record<string, string>, token?: string) => {
    const response = await fetch(`${emulator.url}${method}`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: new URLSearchParams(form),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('has the channel by the id that was chosen, and no other', async () => {
    const { body } = await call('conversations.info', { channel: 'C0CHOSEN' }, 'xoxb-1');
    expect(body).toMatchObject({ ok: true, channel: { id: 'C0CHOSEN', name: 'chosen' } });
    const elsewhere = await call('chat.postMessage', { channel: 'C0X', text: 'x' }, 'xoxb-1');
    expect(elsewhere.body).toEqual({ ok: false, error: 'channel_not_found' });
  });

  it('shows people what was posted', async () => {
    await call('chat.postMessage', { channel: 'C0CHOSEN', text: 'Hello, reader' }, 'xoxb-1');
    const page = await (await fetch(emulator.inspectorUrl)).text();
    expect(page).toContain('Hello, reader');
  });

  it.each([
    ['no token', undefined, 'not_authed'],
    ['another token', 'xoxb-2', 'invalid_auth'],
  ])('refuses %s', async (_it, token, error) => {
    const { body } = await call('chat.postMessage', { channel: 'C0CHOSEN', text: 'x' }, token);
    expect(body).toEqual({ ok: false, error });
  });

  it.each([
    ['blocks that are no JSON', '[', 'invalid_blocks'],
    [
      'blocks that are too long together',
      JSON.stringify(
        Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'mrkdwn', text: 'x'.repeat(2_900) },
        })),
      ),
      'msg_blocks_too_long',
    ],
  ])('refuses %s', async (_it, blocks, error) => {
    const form = { channel: 'C0CHOSEN', text: 'x', blocks };
    expect((await call('chat.postMessage', form, 'xoxb-1')).body).toMatchObject({ error });
  });

  it('fails a call that has the text of the fault in it, and counts all', async () => {
    const operation = 'slack:chat.postMessage';
    emulator.faults.calls.clear();
    emulator.faults.inject({
      operation,
      status: 429,
      code: 'ratelimited',
      message: '',
      headers: { 'retry-after': '1' },
      containing: 'a "quoted" name',
    });
    const post = (text: string) =>
      call('chat.postMessage', { channel: 'C0CHOSEN', text }, 'xoxb-1');
    expect((await post('another')).status).toBe(200);
    expect((await post('has a "quoted" name')).status).toBe(429);
    expect((await post('has a "quoted" name')).status).toBe(200);
    expect(emulator.faults.calls.get(operation)).toBe(3);
  });

  it('is out of reach from other machines', async () => {
    const addresses = Object.values(networkInterfaces()).flat();
    const outside = addresses.find((one) => one && !one.internal && one.family === 'IPv4');
    const { port } = new URL(emulator.url);
    if (outside === undefined) return;
    await expect(fetch(`http://${outside.address}:${port}/`)).rejects.toThrow('fetch failed');
  });
});
