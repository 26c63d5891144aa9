import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SLACK_TOKEN } from '../../../local/environment.ts';
import { PROJECT } from '../../../local/samples.ts';
import { fixture } from '../fixtures.ts';
import { captureLog, type Logged } from '../log.ts';
import { type Functions, openFunctions } from './open.ts';

jest.setTimeout(20_000);

const UNKNOWN = `c${'9'.repeat(24)}`;
const PROJECTS = 'cloudresourcemanager.projects';
const TARGET = { targetKey: `gcp-project/${PROJECT}` };
const TOPIC_PATH = 'projects/acme-platform/topics/deployments';
let house: Functions;
let log: readonly Logged[];
beforeAll(async () => {
  house = await openFunctions();
});
afterAll(() => house.close());
beforeEach(() => {
  log = captureLog();
});

const posted = (body: string, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
});

/** A push as Pub/Sub makes it, with this data or, without any, with attributes alone. */
function pushed(data: object | string | undefined): RequestInit {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const encoded = data === undefined ? {} : { data: Buffer.from(text).toString('base64') };
  const message = { ...encoded, attributes: { from: 'a test' }, messageId: '1', message_id: '1' };
  return posted(
    JSON.stringify({ message, subscription: 'projects/acme-platform/subscriptions/s' }),
  );
}

/** The forms in which the same message may arrive: Eventarc's two, and the push's own. */
const FORMS: readonly (readonly [string, (id: string) => RequestInit, string])[] = [
  ['a raw push', (id) => posted(fixture('deployment.pubsub-push', id)), TOPIC_PATH],
  ['a raw push to the bare address', (id) => posted(fixture('deployment.pubsub-push', id)), ''],
  ['a structured CloudEvent', structured, ''],
  ['a binary CloudEvent', binary, ''],
];

function structured(id: string): RequestInit {
  const type = 'application/cloudevents+json; charset=utf-8';
  return posted(fixture('deployment.pubsub-cloudevent', id), { 'content-type': type });
}

function binary(id: string): RequestInit {
  const { data, datacontenttype, ...attributes } = JSON.parse(
    fixture('deployment.pubsub-cloudevent', id),
  );
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
  return posted(JSON.stringify(data), Object.fromEntries(headers));
}

describe('decide-access', () => {
  it.each(FORMS)('takes %s', async (_form, request, path) => {
    const { id } = house.create('analytics-form');
    house.take('messages');
    house.take('targets');
    expect(await house.call('decide-access', request(id), path)).toMatchObject({ status: 204 });
    expect(house.take('targets')).toEqual([TARGET]);
    expect(house.take('messages')).toEqual([{ deploymentId: id }]);
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'deployment.decided', deploymentId: id }),
    );
  });

  it.each([
    ['a message with attributes alone', pushed(undefined)],
    ['a message that is no JSON', pushed('no JSON at all')],
    ['an id that is none', pushed({ deploymentId: 'Robert' })],
    ['JSON that is no event at all', posted('{"deploymentId": "c"}')],
  ])(
    'acknowledges %s, and keeps it among the dead letters with the reason',
    async (_it, request) => {
      const before = house.deadLetters().length;
      expect(await house.call('decide-access', request)).toMatchObject({ status: 204 });
      const letters = house.deadLetters().slice(before);
      expect(letters.map(({ attributes }) => attributes?.reason)).toEqual([
        expect.stringMatching(/^invalid-event: /),
      ]);
      expect(log).toContainEqual(
        expect.objectContaining({ event: 'event.failed', code: 'invalid-event' }),
      );
    },
  );

  it('acknowledges a Deployment that nobody knows, and logs why', async () => {
    expect(await house.call('decide-access', pushed({ deploymentId: UNKNOWN }))).toMatchObject({
      status: 204,
    });
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'event.discarded', code: 'unknown-deployment' }),
    );
  });

  it('has the message sent again while Astro fails, and says nothing of it to the caller', async () => {
    const { id } = house.create('analytics-later');
    house.astro.faults.inject({
      operation: 'GetDeployment',
      status: 500,
      code: 'internal',
      message: 'Internal error',
      times: 20,
    });
    const { status, body } = await house.call('decide-access', pushed({ deploymentId: id }));
    house.astro.faults.clear();
    expect(status).toBe(500);
    expect(body).not.toContain('Internal error');
    expect(log).toContainEqual(expect.objectContaining({ event: 'event.failed', messageId: '1' }));
    expect(await house.call('decide-access', pushed({ deploymentId: id }))).toMatchObject({
      status: 204,
    });
  });

  it('does nothing for a probe', async () => {
    house.take('messages');
    const { status } = await house.call('decide-access', { method: 'GET' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(house.take('messages')).toEqual([]);
  });
});

describe('grant-access', () => {
  it('acknowledges a target of another cloud, and keeps it among the dead letters', async () => {
    const stray = { targetKey: 'aws-own-role/999988887777/airflow' };
    const before = house.deadLetters().length;
    expect(await house.call('grant-access', pushed(stray))).toMatchObject({ status: 204 });
    const letters = house.deadLetters().slice(before);
    expect(letters.map(({ attributes }) => attributes?.reason)).toEqual([
      expect.stringMatching(/^unknown-target: .*aws-own-role/),
    ]);
  });

  it('writes once for many pushes about one target, and answers each when it is done', async () => {
    const those = ['one', 'two', 'three'].map((name) => house.create(`analytics-${name}`));
    for (const { id } of those) {
      await house.call('decide-access', pushed({ deploymentId: id }));
    }
    const calls = (name: string) => house.gcp.faults.calls.get(`${PROJECTS}.${name}`) ?? 0;
    const [reads, writes] = [calls('getIamPolicy'), calls('setIamPolicy')];
    const answers = await Promise.all(
      those.map(() => house.call('grant-access', posted(fixture('target.pubsub-push')))),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    // Read, written and read back, for all three.
    expect(calls('getIamPolicy')).toBe(reads + 2);
    expect(calls('setIamPolicy')).toBe(writes + 1);
    const viewer = 'roles/bigquery.dataViewer';
    for (const { identity } of those) {
      expect(house.gcp.canAct(`serviceAccount:${identity}`, viewer, { project: PROJECT })).toBe(
        true,
      );
    }
  });
});

describe('grant-access, of what is no target’s key,', () => {
  it.each([
    ['a message that is no JSON', pushed('no JSON at all')],
    ['a message of another kind', pushed({ deploymentId: UNKNOWN })],
    ['a key of a cloud that it does not open', pushed({ targetKey: 'aws-own-role/x' })],
  ])('keeps %s among the dead letters, and goes on with the next', async (_it, request) => {
    const before = house.deadLetters().length;
    const { id, identity } = house.create('analytics-next');
    await house.call('decide-access', pushed({ deploymentId: id }));
    const next = posted(fixture('target.pubsub-push'));
    const answers = [house.call('grant-access', request), house.call('grant-access', next)];
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 204]);
    expect(house.deadLetters().slice(before)).toHaveLength(1);
    const viewer = 'roles/bigquery.dataViewer';
    const place = { project: PROJECT };
    expect(house.gcp.canAct(`serviceAccount:${identity}`, viewer, place)).toBe(true);
  });
});

describe('notify', () => {
  it('posts one message for pushes that come together', async () => {
    const { id } = house.create('analytics-told');
    await house.call('decide-access', pushed({ deploymentId: id }));
    const pushes = [1, 2, 3].map(() => house.call('notify', pushed({ deploymentId: id })));
    expect((await Promise.all(pushes)).map(({ status }) => status)).toEqual([204, 204, 204]);
    const messages = await house.slack.messages();
    expect(messages.filter(({ text }) => text.includes('analytics-told'))).toHaveLength(1);
  });

  it('goes on with a token that was rotated while it ran, and logs none', async () => {
    const posts = async (name: string) => {
      const { id } = house.create(name);
      await house.call('decide-access', pushed({ deploymentId: id }));
      expect((await house.call('notify', pushed({ deploymentId: id }))).status).toBe(204);
      return (await house.slack.messages()).filter(({ text }) => text.includes(name)).length;
    };
    expect(await posts('analytics-first')).toBe(1);
    house.slack.tokens.clear();
    house.slack.tokens.add('xoxb-second');
    house.rotate(SLACK_TOKEN.name, 'xoxb-local\nxoxb-second');
    expect(await posts('analytics-torn')).toBe(0);
    house.rotate(SLACK_TOKEN.name, 'xoxb-second');
    expect(await posts('analytics-second')).toBe(1);
    expect(log.map(({ event }) => event)).toContain('message.postponed');
    expect(JSON.stringify(log)).not.toContain('xoxb');
  });
});

describe('sweep', () => {
  it('publishes the ids of those whom nobody told of', async () => {
    house.take('deployments');
    const { id } = house.create('analytics-swept');
    expect(await house.call('sweep', { method: 'POST' })).toEqual({ status: 204, body: '' });
    expect(house.take('deployments')).toContainEqual({ deploymentId: id });
  });
});

describe('operate', () => {
  it('answers the console’s test tab, and says what it takes where it cannot be read', async () => {
    const status = await house.call('operate', posted('{"action": "status"}'));
    expect(status.status).toBe(200);
    expect(JSON.parse(status.body)).toMatchObject({ text: expect.any(String) });
    const refused = await house.call('operate', posted('{"action": "grant"}'));
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body)).toMatchObject({
      code: 'invalid-event',
      error: expect.stringContaining('Send {"action": "status"'),
    });
  });
});
