import { describe, expect, it, jest } from '@jest/globals';
import { MemoryPeople } from '../../../local/slack/memory-people.ts';
import { payloadOf, signedForm } from '../../../local/slack/press.ts';
import { memoryStore } from '../../../shared/record/memory-store.ts';
import { openRecord } from '../../../shared/record/record.ts';
import { parseAccessRules } from '../../../shared/rules/parse.ts';
import { ConfigError } from '../../../shared/runtime/errors.ts';
import type { HttpRequest } from '../../../shared/runtime/http.ts';
import { jsonLogger } from '../../../shared/runtime/logger.ts';
import { FAILED, nothingDone } from '../../../shared/slack/answers.ts';
import { pressed } from '../../../shared/slack/press.ts';
import type { AnswerTools } from '../../../shared/stories/answer-slack/tools.ts';
import { answerSlack } from '../../../shared/stories/answer-slack.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';

const DEPLOYMENT = `c${'9'.repeat(24)}`;
const SECRET = 'the-signing-secret';
const NOW = new Date('2026-01-15T09:30:00Z');
const RULES = parseAccessRules(rulesReaching(REDSHIFT), 'access-rules.yml');
const PAYLOAD = payloadOf({
  button: pressed({ verb: 'approve', deploymentId: DEPLOYMENT, accessId: 'a1', revision: 'r1' }),
  userId: 'U0ANN',
  message: { channel: 'C0DATAOPS1', ts: '1768469000.000100' },
  at: NOW,
});
const [ACTION] = PAYLOAD.actions;
const OTHER_APP = 'api_app_id: another app than SLACK_APP_ID';
const OTHER_WORKSPACE = 'team.id: another workspace than SLACK_TEAM_ID';

interface Sent {
  readonly payload?: unknown;
  readonly method?: string;
  readonly at?: Date;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A press, signed rightly at this moment, but for what is said. */
function request({
  payload = PAYLOAD,
  at = NOW,
  secret = SECRET,
  ...sent
}: Sent = {}): HttpRequest {
  const form = signedForm(payload, at, secret);
  const { method = 'POST', headers = form.headers, body = form.body } = sent;
  return { method, headers, body: Buffer.from(body) };
}

function station(more: Partial<AnswerTools> = {}) {
  const log: string[] = [];
  const sent: string[] = [];
  const slack = new MemoryPeople();
  const store = memoryStore();
  const clock = { now: () => NOW, sleep: async () => {} };
  const send = (to: string) => async (keys: readonly string[]) => {
    sent.push(...keys.map((key) => `${to} ${key}`));
  };
  const tools: AnswerTools = {
    record: openRecord(store, 'test', clock),
    queues: {
      decide: send('decide'),
      markTargets: send('target'),
      notify: send('notify'),
      handOver: send('handover'),
    },
    rules: () => RULES,
    secret: async () => SECRET,
    slack,
    app: { SLACK_APP_ID: 'A0LOCALAPP', SLACK_TEAM_ID: 'T0ACME' },
    clock,
    logger: jsonLogger((line) => log.push(line)),
    ...more,
  };
  /** Everything that it did, but for what it answered. */
  const done = async () => [
    ...sent,
    ...slack.whispers.map(({ text }) => text),
    ...(await tools.record.history.of(DEPLOYMENT)).map(({ event }) => event),
  ];
  return { log, done, answer: (one: HttpRequest) => answerSlack(one, tools) };
}

/** A record that answers so when it is asked for a Deployment. */
function recordSaying(get: () => Promise<never>): AnswerTools['record'] {
  const record = openRecord(memoryStore(), 'test', { now: () => NOW, sleep: async () => {} });
  return { ...record, deployments: { ...record.deployments, get } };
}

const slowRecord = () => recordSaying(() => new Promise(() => {}));
const brokenRecord = () => recordSaying(() => Promise.reject(new Error('the table is away')));

describe('answerSlack', () => {
  it('takes what Slack has signed, and answers with nothing', async () => {
    const { answer, done, log } = station();
    expect(await answer(request())).toEqual({ status: 200 });
    expect(await done()).toEqual([
      `notify ${DEPLOYMENT}`,
      expect.stringContaining('Nothing was done. The Deployment is gone'),
      'press.approve',
    ]);
    expect(log).toHaveLength(1);
  });

  it.each<readonly [string, number, Sent, string]>([
    ['a GET', 405, { method: 'GET' }, 'POST was expected'],
    ['what is not signed', 401, { headers: {} }, 'X-Slack-Request-Timestamp: one was expected'],
    ['what somebody else has signed', 401, { secret: 'guessed' }, 'not of this body and time'],
    ['what nobody has signed', 401, { secret: '' }, 'not of this body and time'],
    ['what was changed', 401, { body: 'payload=%7B%7D' }, 'not of this body and time'],
    ['what is old', 401, { at: new Date(NOW.getTime() - 301_000) }, '301 seconds ago'],
    ['what is from the future', 401, { at: new Date(NOW.getTime() + 301_000) }, 'from now'],
    ['what is too long', 413, { body: 'x'.repeat(256 * 1_024 + 1) }, '262144 bytes at the most'],
    ['what Slack cannot have made', 400, { payload: { ...PAYLOAD, user: {} } }, 'user.id'],
    ['another app', 403, { payload: { ...PAYLOAD, api_app_id: 'A0OTHER' } }, OTHER_APP],
    ['another workspace', 403, { payload: { ...PAYLOAD, team: { id: 'T0X' } } }, OTHER_WORKSPACE],
    ['no workspace', 403, { payload: { ...PAYLOAD, team: null } }, OTHER_WORKSPACE],
  ])('refuses %s: %i, and does nothing', async (_what, status, sent, error) => {
    const { answer, done, log } = station();
    const answered = await answer(request(sent));
    expect(answered).toMatchObject({ status, body: { error: expect.stringContaining(error) } });
    expect(await done()).toEqual([]);
    const refused = { severity: 'WARNING', event: 'request.refused', status };
    expect(log.map((line) => JSON.parse(line))).toEqual([{ ...refused, answer: answered.body }]);
  });

  it.each<readonly [string, unknown]>([
    ['a link, which the browser opens', { ...PAYLOAD, actions: [{ ...ACTION, value: undefined }] }],
    ['a view', { ...PAYLOAD, type: 'view_submission' }],
    ['a shortcut', { type: 'shortcut' }],
  ])('takes %s, and does nothing', async (_what, payload) => {
    const { answer, done } = station();
    expect(await answer(request({ payload }))).toEqual({ status: 200 });
    expect(await done()).toEqual([]);
  });

  it('reads a message as long as Slack lets one be', async () => {
    const block = { type: 'section', text: { type: 'mrkdwn', text: '東'.repeat(2_640) } };
    const message = { text: '京'.repeat(4_000), blocks: [block, block, block, block, block] };
    const { answer } = station();
    expect(await answer(request({ payload: { ...PAYLOAD, message } }))).toEqual({ status: 200 });
  });

  it.each([
    [{}, 'configuration: SLACK_APP_ID and SLACK_TEAM_ID must be set to answer presses'],
    [{ SLACK_APP_ID: 'A0LOCALAPP' }, 'configuration: SLACK_TEAM_ID must be set'],
    [{ SLACK_TEAM_ID: 'T0ACME' }, 'configuration: SLACK_APP_ID must be set'],
  ])('says what is not configured: %j', async (app, said) => {
    const { answer, done } = station({ app });
    await expect(answer(request())).rejects.toThrow(said);
    expect(await done()).toEqual([]);
  });

  it.each([
    ['is late', 950],
    ['comes when there is no time left', 2_000],
  ])('counts the time that the secret takes, where it %s', async (_it, milliseconds) => {
    let now = NOW.getTime();
    const secret = async () => {
      now += milliseconds;
      return SECRET;
    };
    const clock = { now: () => new Date(now), sleep: async () => {} };
    const slack = new MemoryPeople();
    slack.fail('person', 'no answer');
    const limits = { lookUps: 1_000, whisper: 20, answer: 1_000 };
    const { answer, log } = station({ secret, clock, slack, limits, record: slowRecord() });
    const begun = performance.now();
    expect(await answer(request())).toEqual({ status: 200 });
    expect(performance.now() - begun).toBeLessThan(800);
    expect(log.map((line) => JSON.parse(line))).toEqual([
      { severity: 'WARNING', event: 'press.late', userId: 'U0ANN' },
    ]);
  });

  it('waits for what takes a while, as long as there is time', async () => {
    const slack = new MemoryPeople();
    slack.whisper = () => new Promise((resolve) => setTimeout(resolve, 30));
    const { answer, log } = station({ slack });
    expect(await answer(request())).toEqual({ status: 200 });
    expect(log.map((line) => JSON.parse(line).event)).toEqual(['press.answered']);
  });

  it('fails where what a press needs has failed', async () => {
    const slack = new MemoryPeople();
    const { answer } = station({ slack, record: brokenRecord() });
    await expect(answer(request())).rejects.toThrow('the table is away');
    expect(slack.whispers.map(({ text }) => text)).toEqual([nothingDone(FAILED).text]);
  });

  it('fails where the request cannot be read for a fault of ours', async () => {
    const { answer, log } = station();
    const get = jest.spyOn(URLSearchParams.prototype, 'get').mockImplementation(() => {
      throw new TypeError('a bug');
    });
    await expect(answer(request())).rejects.toThrow('a bug');
    get.mockRestore();
    expect(log).toEqual([]);
  });

  it('fails in time where the secret does not come', async () => {
    const { answer } = station({
      secret: () => new Promise(() => {}),
      limits: { lookUps: 10, whisper: 10, answer: 20 },
    });
    await expect(answer(request())).rejects.toThrow('not done within 20 ms');
  });

  it('takes nothing while the secret is empty', async () => {
    const { answer } = station({ secret: async () => '\n' });
    const refused = new ConfigError('the secret of answer-slack is empty');
    await expect(answer(request({ secret: '' }))).rejects.toStrictEqual(refused);
  });

  it('logs nothing of the payload', async () => {
    const { answer, log } = station();
    await answer(request());
    await answer(request({ payload: { ...PAYLOAD, user: {} } }));
    await answer(request({ payload: { ...PAYLOAD, api_app_id: 'A0OTHER' } }));
    expect(log).toHaveLength(3);
    for (const secret of ['hooks.slack', 'a-verification-token', '12466734323', SECRET]) {
      expect(log.join()).not.toContain(secret);
    }
  });
});
