import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../local/faults.ts';
import { serve } from '../../local/server.ts';
import { NO_ANSWER } from '../../local/slack/slack-front.ts';
import { type SlackEmulator, startSlack } from '../../local/slack/start-slack.ts';
import { SlackRateLimitedError, SlackUnavailableError } from '../../shared/slack/slack.ts';
import { slackClient } from '../../shared/slack/slack-client.ts';
import { describeSlack, saying } from './slack-contract.ts';

const CHANNEL = 'C0DATAOPS1';
const token = async () => 'xoxb-local';
const installation = 'prod/aws';

describeSlack('slackClient', async () => {
  const emulator = await startSlack();
  return {
    slack: slackClient({ token, installation, apiUrl: emulator.url }),
    channel: CHANNEL,
    messages: () => emulator.messages(),
    delete: (ts) => emulator.delete(ts),
    close: () => emulator.close(),
  };
});

describe('slackClient', () => {
  let emulator: SlackEmulator;
  let calls: () => number;
  beforeAll(async () => {
    emulator = await startSlack();
  });
  afterAll(() => emulator.close());
  beforeEach(() => {
    emulator.faults.clear();
    emulator.faults.calls.clear();
    calls = () => emulator.faults.calls.get('slack:chat.postMessage') ?? 0;
  });

  const fails = (fault: Partial<Fault>) =>
    emulator.faults.inject({
      operation: 'slack:chat.postMessage',
      status: 200,
      code: 'internal_error',
      message: 'a fault',
      ...fault,
    });
  const post = (timeout = 5_000) =>
    slackClient({ token, installation, apiUrl: emulator.url, timeout }).post(
      CHANNEL,
      saying('one'),
    );

  it('finds what it has posted itself, and nothing of another installation', async () => {
    const open = (name: string) => slackClient({ token, installation: name, apiUrl: emulator.url });
    const [prod, test] = [open('prod/aws'), open('test/aws')];
    const since = new Date(0);
    const about = { deploymentId: 'installation' };
    const { ts } = await prod.post(CHANNEL, saying('all is well'), about);
    expect(await test.find(CHANNEL, about.deploymentId, since)).toBeUndefined();
    expect(await prod.find(CHANNEL, about.deploymentId, since)).toBe(ts);
  });

  it('keeps the id of the Deployment with the message, for programs', async () => {
    const slack = slackClient({ token, installation, apiUrl: emulator.url });
    const { ts } = await slack.post(CHANNEL, saying('one'), { deploymentId: 'clmk' });
    const kept = (await emulator.messages()).find((one) => one.ts === ts);
    expect(kept?.metadata).toEqual({
      event_type: 'deployment_authorizer',
      event_payload: { deployment_id: 'clmk', installation },
    });
  });

  it('looks no further back than it is told', async () => {
    const asked: (string | null)[] = [];
    const server = await serve(({ body }) => {
      asked.push(new URLSearchParams(body).get('oldest'));
      return { status: 200, body: '{"ok": true, "messages": []}' };
    });
    const slack = slackClient({ token, installation, apiUrl: `${server.url}/` });
    const since = new Date('2026-03-06T14:02:11.500Z');
    await slack.find(CHANNEL, 'clmk', since);
    await slack.findReply(CHANNEL, '1.1', 'p/1', since);
    await server.close();
    expect(asked).toEqual(['1772805731.5', '1772805731.5']);
  });

  it.each<[string, Partial<Fault>, object]>([
    [
      'waits as long as Slack says',
      { status: 429, code: 'ratelimited', headers: { 'retry-after': '7' } },
      { code: 'slack-rate-limited', disposition: 'retry', retryAfter: 7 },
    ],
    [
      'waits a while where Slack does not say how long',
      { status: 429, code: 'ratelimited' },
      { code: 'slack-rate-limited', retryAfter: 30 },
    ],
    ['waits when told so with HTTP 200', { code: 'ratelimited' }, { code: 'slack-rate-limited' }],
    ['waits in the words of its method', { code: 'rate_limited' }, { code: 'slack-rate-limited' }],
    ['knows a thread that is gone', { code: 'thread_not_found' }, { code: 'slack-message-gone' }],
    [
      'cannot know what became of an internal error',
      { code: 'internal_error' },
      { code: 'slack-unavailable', disposition: 'retry', ambiguous: true },
    ],
    [
      'knows that nothing was posted while Slack is down',
      { code: 'service_unavailable' },
      { code: 'slack-unavailable', ambiguous: false },
    ],
    [
      'cannot know what became of an HTTP 502',
      { status: 502 },
      { code: 'slack-unavailable', ambiguous: true },
    ],
    [
      'takes HTTP 403 for a proxy between us that let nothing through',
      { status: 403, code: 'blocked' },
      { code: 'slack-unavailable', ambiguous: false },
    ],
    [
      "cannot know what became of a call to which Slack's answer is none",
      { code: '<html>Proxy</html>' },
      { code: 'slack-unavailable', ambiguous: true },
    ],
    ...[
      ['not_in_channel', '/invite'],
      ['is_archived', 'Unarchive'],
      ['missing_scope', 'chat:write'],
      ['account_inactive', 'Install the app'],
      ['msg_too_long', 'report'],
      ['some_new_word', 'some_new_word'],
    ].map(([reason = '', advice = '']): [string, Partial<Fault>, object] => [
      `is refused for ${reason}, and says what to do`,
      { code: reason },
      {
        code: 'slack-refused',
        disposition: 'discard',
        reason,
        advice: expect.stringContaining(advice),
      },
    ]),
  ])('%s', async (_it, fault, error) => {
    fails(fault);
    await expect(post()).rejects.toMatchObject(error);
    expect(calls()).toBe(1);
  });

  it('gives up on a call that is not answered, and cannot know what became of it', async () => {
    fails({ code: NO_ANSWER });
    await expect(post(50)).rejects.toMatchObject({ code: 'slack-unavailable', ambiguous: true });
    expect(calls()).toBe(1);
  });

  it('may have posted all the same', async () => {
    const before = (await emulator.messages()).length;
    fails({ code: 'fatal_error', afterwards: true });
    await expect(post()).rejects.toThrow(SlackUnavailableError);
    expect(await emulator.messages()).toHaveLength(before + 1);
  });

  it('says the same of an edit', async () => {
    fails({ operation: 'slack:chat.update', status: 429, headers: { 'retry-after': '3' } });
    const slack = slackClient({ token, installation, apiUrl: emulator.url });
    const { ts } = await slack.post(CHANNEL, saying('one'));
    await expect(slack.update(CHANNEL, ts, saying('two'))).rejects.toThrow(SlackRateLimitedError);
  });

  it('names what is wrong with blocks', async () => {
    await expect(
      slackClient({ token, installation, apiUrl: emulator.url }).post(CHANNEL, saying('')),
    ).rejects.toThrow(/invalid_blocks \(.*\/0\/text\/text/);
  });
});
