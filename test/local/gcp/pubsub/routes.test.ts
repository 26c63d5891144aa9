import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { clients, refusal } from '../clients.ts';

const TOPIC = 'projects/acme/topics/deployments';
const SUBSCRIPTION = 'projects/acme/subscriptions/dead-letters';
const message = { data: Buffer.from('x').toString('base64'), orderingKey: 'k' };

let gcp: GcpEmulator;
let time = Date.parse('2026-11-01T12:00:00Z');
const pubsub = () => clients(gcp.url).pubsub;
const publish = (messages: object[], topic = TOPIC) =>
  pubsub().topics.publish({ topic, requestBody: { messages } });
const subscribe = (resource: object) =>
  pubsub().subscriptions.create({ name: SUBSCRIPTION, requestBody: { topic: TOPIC, ...resource } });
const pull = async () => {
  const { subscriptions } = pubsub();
  const { data } = await subscriptions.pull({
    subscription: SUBSCRIPTION,
    requestBody: { maxMessages: 10 },
  });
  return data.receivedMessages ?? [];
};

beforeEach(async () => {
  gcp = await startGcp({ now: () => new Date(time) });
  await pubsub().topics.create({ name: TOPIC, requestBody: {} });
});
afterEach(() => gcp.close());

describe('publish', () => {
  it('answers an id for each message', async () => {
    const { data } = await publish([message, { attributes: { a: 'b' } }]);
    expect(new Set(data.messageIds).size).toBe(2);
    expect(gcp.pubsub.published(TOPIC)).toMatchObject([message, { attributes: { a: 'b' } }]);
    expect(gcp.faults.calls.get('pubsub.topics.publish')).toBe(1);
  });

  it.each([
    ['nothing', [], 400, 'too small'],
    ['an empty message', [{}], 400, 'empty'],
    ['too long an attribute', [{ attributes: { a: 'é'.repeat(513) } }], 400, 'attribute value'],
    ['what is not base64', [{ data: '{"a":1}' }], 400, 'Base64'],
    ['1,001 messages', Array.from({ length: 1_001 }, () => message), 400, 'maximum value is 1000'],
  ])('refuses %s', async (_it, messages, status, text) => {
    const told = await refusal(publish(messages));
    expect(told).toMatchObject({ status, message: expect.stringContaining(text) });
  });

  it('refuses a topic that is not there', async () => {
    const told = await refusal(publish([message], 'projects/acme/topics/none'));
    expect(told).toMatchObject({ status: 404, message: 'Resource not found (resource=none).' });
  });
});

describe('a subscription without an endpoint', () => {
  it('keeps messages until they are acknowledged', async () => {
    await subscribe({ ackDeadlineSeconds: 10 });
    await publish([message]);
    const [first] = await pull();
    expect(first?.message).toMatchObject(message);
    expect(await pull()).toEqual([]);
    time += 10_000;
    expect(await pull()).toHaveLength(1);
    const requestBody = { ackIds: [first?.ackId ?? ''] };
    await pubsub().subscriptions.acknowledge({ subscription: SUBSCRIPTION, requestBody });
    time += 10_000;
    expect(await pull()).toEqual([]);
  });

  it('is there once, and goes when it is deleted', async () => {
    await subscribe({});
    expect(await refusal(subscribe({}))).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    await pubsub().subscriptions.delete({ subscription: SUBSCRIPTION });
    expect(await refusal(pull())).toMatchObject({ status: 404 });
  });
});

describe('subscriptions.create', () => {
  it('reads the resource as Terraform writes it', async () => {
    await subscribe({
      ackDeadlineSeconds: 60,
      pushConfig: {
        pushEndpoint: 'http://127.0.0.1:9/push',
        oidcToken: { serviceAccountEmail: 'p@acme.iam.gserviceaccount.com', audience: 'me' },
      },
      retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
      deadLetterPolicy: { deadLetterTopic: TOPIC, maxDeliveryAttempts: 7 },
    });
    expect(gcp.pubsub.options(SUBSCRIPTION)).toEqual({
      topic: TOPIC,
      ackDeadlineSeconds: 60,
      pushEndpoint: 'http://127.0.0.1:9/push',
      oidc: { serviceAccount: 'p@acme.iam.gserviceaccount.com', audience: 'me' },
      minBackoff: 10_000,
      maxBackoff: 600_000,
      deadLetter: { topic: TOPIC, maxDeliveryAttempts: 7 },
    });
  });

  it.each([
    [
      'an endpoint on another machine',
      { pushConfig: { pushEndpoint: 'https://acme.com/push' } },
      400,
    ],
    [
      'fewer than five attempts',
      { deadLetterPolicy: { deadLetterTopic: TOPIC, maxDeliveryAttempts: 4 } },
      400,
    ],
    ['a topic that is not there', { topic: 'projects/acme/topics/none' }, 404],
  ])('refuses %s', async (_it, resource, status) => {
    expect(await refusal(subscribe(resource))).toMatchObject({ status });
  });
});
