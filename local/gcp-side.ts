import { OWN_PROJECT } from './environment.ts';
import type { GcpEmulator } from './gcp/emulator.ts';
import { startHost } from './host.ts';
import { deadOf, type Names } from './names.ts';
import { type Side, type SideOptions, TIMEOUT } from './side.ts';

const topicName = (topic: string) => `projects/${OWN_PROJECT}/topics/${topic}`;
const subscriptionName = (topic: string) => `projects/${OWN_PROJECT}/subscriptions/${topic}`;

/** After so many failures a message is a dead letter. */
const DELIVERIES = 10;

/** The subscription that keeps what was given up of this topic. */
export function deadSubscriptionOf(topic: string): string {
  return subscriptionName(deadOf(topic));
}

/** What infra/gcp declares, made in the emulator; the subscriptions follow with the functions. */
export function createGcpResources({ pubsub }: GcpEmulator, { topics }: Names): void {
  for (const topic of Object.values(topics)) {
    const dead = topicName(deadOf(topic));
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
    pubsub.createSubscription(subscriptionName(topic), pushTo(urls[functionName] ?? '', topic));
  subscribe(topics.deployments, 'decide-access');
  subscribe(topics.targets, 'grant-access');
  subscribe(topics.messages, 'notify');
  subscribe(topics.handovers, 'hand-over');
  return {
    receiveUrl: urls['receive-event'] ?? '',
    answerUrl: urls['answer-slack'] ?? '',
    operateUrl: urls.operate ?? '',
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

function pushTo(address: string, topic: string) {
  return {
    topic: topicName(topic),
    // The framework reads the topic's name from the path.
    pushEndpoint: new URL(topicName(topic), address).href,
    ackDeadlineSeconds: TIMEOUT,
    maxOutstanding: 80,
    // Sooner than Google's ten seconds, but not so soon that all are made while a process starts.
    minBackoff: 100,
    deadLetter: { topic: topicName(deadOf(topic)), maxDeliveryAttempts: DELIVERIES },
  };
}
