import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import type { SubscriptionOptions } from '../../../../local/gcp/pubsub/subscription.ts';
import { type Request, type Server, serve } from '../../../../local/server.ts';

const TOPIC = 'projects/acme/topics/deployments';
const DEAD = 'projects/acme/topics/dead';
const SUBSCRIPTION = 'projects/acme/subscriptions/decide-access';
const data = (text: string) => Buffer.from(text).toString('base64');

let gcp: GcpEmulator;
let receiver: Server;
let received: Request[];
let answers: (text: string) => Promise<number> | number;

const textOf = ({ body }: Request) =>
  Buffer.from(JSON.parse(body).message.data, 'base64').toString('utf8');
const texts = () => received.map(textOf);
const subscribe = (options: Partial<SubscriptionOptions> = {}) =>
  gcp.pubsub.createSubscription(SUBSCRIPTION, {
    topic: TOPIC,
    pushEndpoint: `${receiver.url}/push`,
    minBackoff: 5,
    maxBackoff: 20,
    ...options,
  });
const publish = (...messages: string[]) =>
  gcp.pubsub.publish(
    TOPIC,
    messages.map((text) => ({ data: data(text) })),
  );

beforeEach(async () => {
  gcp = await startGcp();
  gcp.pubsub.createTopic(TOPIC);
  gcp.pubsub.createTopic(DEAD);
  received = [];
  answers = () => 204;
  receiver = await serve(async (request) => {
    received.push(request);
    return { status: await answers(textOf(request)) };
  });
});
afterEach(async () => {
  await gcp.close();
  await receiver.close();
});

describe('a push', () => {
  it('has the envelope of Pub/Sub, every name of it', async () => {
    subscribe();
    const [messageId] = gcp.pubsub.publish(TOPIC, [
      { data: data('x'), attributes: { kind: 'id' } },
    ]);
    await gcp.pubsub.idle();
    const [push] = received;
    const { publishTime } = gcp.pubsub.published(TOPIC)[0] ?? {};
    expect(push).toMatchObject({ method: 'POST', path: '/push' });
    expect(push?.headers.authorization).toBeUndefined();
    expect(JSON.parse(push?.body ?? '')).toEqual({
      message: {
        data: data('x'),
        attributes: { kind: 'id' },
        messageId,
        message_id: messageId,
        publishTime,
        publish_time: publishTime,
      },
      subscription: SUBSCRIPTION,
    });
  });

  it('carries a token for its audience where it is to be signed', async () => {
    subscribe({ oidc: { serviceAccount: 'pusher@acme.iam.gserviceaccount.com' } });
    publish('x');
    await gcp.pubsub.idle();
    const [, claims = ''] = received[0]?.headers.authorization?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).toMatchObject({
      aud: `${receiver.url}/push`,
      email: 'pusher@acme.iam.gserviceaccount.com',
      email_verified: true,
    });
  });

  it.each([200, 201, 202, 204])('is acknowledged by %d', async (status) => {
    subscribe();
    answers = () => status;
    publish('x');
    await gcp.pubsub.idle();
    expect(texts()).toEqual(['x']);
  });

  it.each([203, 302, 400, 429, 500])('comes again after %d, while others go on', async (status) => {
    subscribe();
    let failures = 2;
    answers = (text) => (text === 'x' && failures-- > 0 ? status : 204);
    publish('x', 'y');
    await gcp.pubsub.idle();
    expect(texts().toSorted()).toEqual(['x', 'x', 'x', 'y']);
  });

  it('comes again later each time, up to a bound', async () => {
    subscribe({ minBackoff: 20, maxBackoff: 40 });
    const times: number[] = [];
    answers = () => (times.push(performance.now()) < 5 ? 500 : 204);
    publish('x');
    await gcp.pubsub.idle();
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const least = [20, 40, 40, 40];
    // A timer may be early by a millisecond, and late by as much as it likes.
    expect(pauses.map((pause, index) => pause > (least[index] ?? 0) - 2)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('comes again when it was not answered within the deadline', async () => {
    subscribe({ ackDeadlineSeconds: 0.05 });
    let slow = true;
    answers = () => {
      const wait = slow ? 200 : 0;
      slow = false;
      return new Promise((resolve) => setTimeout(() => resolve(204), wait));
    };
    publish('x');
    await gcp.pubsub.idle();
    expect(texts()).toEqual(['x', 'x']);
  });

  it('comes again when nobody listens', async () => {
    const { port } = new URL(receiver.url);
    await receiver.close();
    subscribe({ pushEndpoint: `http://127.0.0.1:${port}/push` });
    publish('x');
    await new Promise((resolve) => setTimeout(resolve, 20));
    receiver = await serve((request) => {
      received.push(request);
      return { status: 204 };
    }, Number(port));
    await gcp.pubsub.idle();
    expect(texts()).toEqual(['x']);
  });

  it('comes twice on request, acknowledged or not', async () => {
    subscribe();
    gcp.pubsub.push(SUBSCRIPTION).double(1);
    publish('x', 'y');
    await gcp.pubsub.idle();
    expect(received).toHaveLength(3);
    const ids = received.map(({ body }) => JSON.parse(body).message.messageId);
    expect(new Set(ids).size).toBe(2);
  });

  it('comes in no order', async () => {
    subscribe({ maxOutstanding: 1 });
    const sent = ['1', '2', '3', '4', '5'];
    publish(...sent);
    await gcp.pubsub.idle();
    expect(texts()).not.toEqual(sent);
    expect(texts().toSorted()).toEqual(sent);
  });

  it('waits while as many as are allowed are unanswered', async () => {
    subscribe({ maxOutstanding: 2 });
    let [open, most] = [0, 0];
    answers = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return 204;
    };
    publish('1', '2', '3', '4', '5');
    await gcp.pubsub.idle();
    expect(most).toBe(2);
  });

  it('waits while the subscription is paused', async () => {
    subscribe();
    gcp.pubsub.push(SUBSCRIPTION).pause();
    publish('x');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(received).toEqual([]);
    gcp.pubsub.push(SUBSCRIPTION).resume();
    await gcp.pubsub.idle();
    expect(texts()).toEqual(['x']);
  });
});

describe('a dead letter', () => {
  it('goes to its topic after the attempts allowed, each of which was numbered', async () => {
    subscribe({ deadLetter: { topic: DEAD, maxDeliveryAttempts: 3 } });
    answers = () => 500;
    publish('poison');
    await gcp.pubsub.idle();
    expect(received.map(({ body }) => JSON.parse(body).deliveryAttempt)).toEqual([1, 2, 3]);
    expect(gcp.pubsub.published(DEAD)).toMatchObject([
      {
        data: data('poison'),
        attributes: {
          CloudPubSubDeadLetterSourceDeliveryCount: '3',
          CloudPubSubDeadLetterSourceSubscription: 'decide-access',
          CloudPubSubDeadLetterSourceSubscriptionProject: 'acme',
        },
      },
    ]);
  });
});
