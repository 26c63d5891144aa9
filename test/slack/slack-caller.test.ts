import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type SlackEmulator, startSlack } from '../../local/slack/start-slack.ts';
import { caller, type SlackClientOptions } from '../../shared/slack/slack-caller.ts';

function posting(options: SlackClientOptions) {
  const call = caller(options);
  return {
    post: (channel: string, text: string) =>
      call('chat.postMessage', (client) => client.chat.postMessage({ channel, text })),
  };
}

describe('the token of a caller', () => {
  const given = (...tokens: readonly string[]) => {
    let asked = 0;
    const read = async () => tokens[Math.min(asked++, tokens.length - 1)] ?? '';
    return { read, asked: () => asked };
  };
  const withEmulator = async (work: (emulator: SlackEmulator) => Promise<void>) => {
    const emulator = await startSlack({ token: 'xoxb-new' });
    await work(emulator).finally(() => emulator.close());
  };

  it('is read once for many calls', () =>
    withEmulator(async ({ url }) => {
      const { read, asked } = given('xoxb-new');
      const poster = posting({ token: read, apiUrl: url });
      await poster.post('C0DATAOPS1', 'one');
      await poster.post('C0DATAOPS1', 'two');
      expect(asked()).toBe(1);
    }));

  it('is read again when Slack refuses it, and the call made once more', () =>
    withEmulator(async ({ url, messages }) => {
      const { read, asked } = given('xoxb-old', 'xoxb-new');
      const poster = posting({ token: read, apiUrl: url });
      await poster.post('C0DATAOPS1', 'one');
      await poster.post('C0DATAOPS1', 'two');
      expect(await messages()).toHaveLength(2);
      expect(asked()).toBe(2);
    }));

  it.each(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked'])(
    'is read again when Slack answers %s',
    (code) =>
      withEmulator(async ({ url, faults, tokens, messages }) => {
        tokens.add('xoxb-old');
        const fault = { operation: 'slack:chat.postMessage', status: 200, code, message: code };
        faults.inject(fault);
        const { read } = given('xoxb-old', 'xoxb-new');
        await posting({ token: read, apiUrl: url }).post('C0DATAOPS1', 'one');
        expect(await messages()).toHaveLength(1);
        expect(faults.calls.get('slack:chat.postMessage')).toBe(2);
      }),
  );

  it.each(['', 'xoxb-secret\nxoxb-other', 'xoxb secret', 'xoxb-secret’'])(
    'is sent nowhere and told to nobody where it cannot be one: %j',
    (token) =>
      withEmulator(async ({ url, faults }) => {
        const poster = posting({ token: given(token).read, apiUrl: url });
        const error = await poster.post('C0DATAOPS1', 'one').catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'slack-refused', reason: 'invalid_auth' });
        expect(inspect(error)).not.toMatch(/secret[^.]/);
        expect(faults.calls.size).toBe(0);
      }),
  );

  it('is read again where it could not be one', () =>
    withEmulator(async ({ url, messages }) => {
      const { read } = given('xoxb-old\nxoxb-new', 'xoxb-new');
      await posting({ token: read, apiUrl: url }).post('C0DATAOPS1', 'one');
      expect(await messages()).toHaveLength(1);
    }));

  it('is refused for good when the stored one is no other', () =>
    withEmulator(async ({ url, faults }) => {
      const { read } = given('xoxb-old', 'xoxb-old');
      const poster = posting({ token: read, apiUrl: url });
      const refused = { code: 'slack-refused', reason: 'invalid_auth' };
      await expect(poster.post('C0DATAOPS1', 'one')).rejects.toMatchObject(refused);
      expect(faults.calls.get('slack:chat.postMessage')).toBe(1);
    }));

  it('is refused for good when the next one is refused too', () =>
    withEmulator(async ({ url, faults }) => {
      const { read } = given('xoxb-old', 'xoxb-older');
      const poster = posting({ token: read, apiUrl: url });
      const refused = { code: 'slack-refused', reason: 'invalid_auth' };
      await expect(poster.post('C0DATAOPS1', 'one')).rejects.toMatchObject(refused);
      expect(faults.calls.get('slack:chat.postMessage')).toBe(2);
    }));
});
