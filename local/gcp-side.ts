import { type Names, OWN_PROJECT } from './environment.ts';
import type { GcpEmulator } from './gcp/emulator.ts';
import { startHost } from './host.ts';
import type { Delivery, Side, SideOptions } from './side.ts';

const topicName = (topic: string) => `projects/${OWN_PROJECT}/topics/${topic}`;
const subscriptionName = (topic: string) => `projects/${OWN_PROJECT}/subscriptions/${topic}`;

/** The subscription that keeps what was given up of this topic. */
export function deadSubscriptionOf(topic: string): string {
  return subscriptionName(`${topic}-dead`);
}

/** What infra/gcp declares, made in the emulator; the subscriptions follow with the functions. */
export function createGcpResources({ pubsub }: GcpEmulator, { topics }: Names): void {
  for (const topic of Object.values(topics)) {
    const dead = topicName(`${topic}-dead`);
    pubsub.createTopic(topicName(topic));
    pubsub.createTopic(dead);
    pubsub.createSubscription(deadSubscriptionOf(topic), { topic: dead });
  }
}

/** The functions on Google Cloud and what invokes them. */
export async function startGcpSide(
  { pubsub }: GcpEmulator,
  { topics }: Names,
  options: SideOptions,
): Promise<Side> {
  const host = await startHost({ ...options, path: './host-gcp.ts' });
  const urls = (await host.current()).ready as Readonly<Record<string, string>>;
  const subscribe = (topic: string, functionName: string) =>
    pubsub.createSubscription(
      subscriptionName(topic),
      pushTo(urls[functionName] ?? '', topic, options.delivery),
    );
  subscribe(topics.deployments, 'decide-access');
  subscribe(topics.targets, 'grant-access');
  subscribe(topics.messages, 'notify');
  return {
    receiveUrl: urls['receive-event'] ?? '',
    sweep: async () => {
      const response = await fetch(urls.sweep ?? '', { method: 'POST' });
      if (!response.ok) throw new Error(`sweep answered ${response.status}`);
    },
    announce: async (deploymentId) => {
      const data = Buffer.from(JSON.stringify({ deploymentId })).toString('base64');
      pubsub.publish(topicName(topics.deployments), [{ data }]);
    },
    idle: () => pubsub.idle(),
    crash: host.crash,
    pass: host.pass,
    close: async () => {
      for (const topic of Object.values(topics)) pubsub.deleteSubscription(subscriptionName(topic));
      await host.close();
    },
  };
}

function pushTo(address: string, topic: string, { visibility, attempts }: Delivery) {
  return {
    topic: topicName(topic),
    // The framework reads the topic's name from the path.
    pushEndpoint: new URL(topicName(topic), address).href,
    ackDeadlineSeconds: visibility,
    maxOutstanding: 80,
    deadLetter: { topic: topicName(`${topic}-dead`), maxDeliveryAttempts: attempts },
  };
}
