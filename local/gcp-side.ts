import type { Side } from './aws-side.ts';
import { type LogLine, startChild } from './child.ts';
import { ASTRO_TOKEN, OWN_PROJECT, SLACK_TOKEN, TOPICS } from './environment.ts';
import type { GcpEmulator } from './gcp/emulator.ts';

const FUNCTIONS = {
  [TOPICS.deployments]: 'decide-access',
  [TOPICS.targets]: 'grant-access',
  [TOPICS.messages]: 'notify',
} as const;

const topicName = (topic: string) => `projects/${OWN_PROJECT}/topics/${topic}`;
const subscriptionName = (topic: string) => `projects/${OWN_PROJECT}/subscriptions/${topic}`;

/** What infra/gcp declares, made in the emulator; the subscriptions follow with the functions. */
export function createGcpResources({ pubsub, projects, secrets }: GcpEmulator): void {
  projects.create(OWN_PROJECT);
  for (const { name, value } of [ASTRO_TOKEN, SLACK_TOKEN]) {
    secrets.set(`projects/${OWN_PROJECT}/secrets/${name}`, value);
  }
  for (const topic of Object.values(TOPICS)) {
    pubsub.createTopic(topicName(topic));
    pubsub.createTopic(topicName(`${topic}-dead`));
    pubsub.createSubscription(subscriptionName(`${topic}-dead`), {
      topic: topicName(`${topic}-dead`),
    });
  }
}

/** The functions on Google Cloud and what invokes them. */
export async function startGcpSide(
  { pubsub }: GcpEmulator,
  env: Readonly<Record<string, string>>,
  onLog: (line: LogLine) => void,
): Promise<Side> {
  let host = await startChild('./host-gcp.ts', env, onLog);
  const urls = host.ready as Readonly<Record<string, string>>;
  for (const topic of Object.values(TOPICS)) subscribe(pubsub, topic, urls[FUNCTIONS[topic]] ?? '');
  return {
    sweep: async () => {
      const response = await fetch(urls.sweep ?? '', { method: 'POST' });
      if (!response.ok) throw new Error(`sweep answered ${response.status}`);
    },
    crash: async () => {
      host.kill();
      // At the addresses of the one before: Cloud Run's do not change either.
      host = await startChild('./host-gcp.ts', { ...env, ADDRESSES: JSON.stringify(urls) }, onLog);
    },
    close: async () => {
      for (const topic of Object.values(TOPICS)) pubsub.deleteSubscription(subscriptionName(topic));
      await host.close();
    },
  };
}

function subscribe(pubsub: GcpEmulator['pubsub'], topic: string, address: string): void {
  pubsub.createSubscription(subscriptionName(topic), {
    topic: topicName(topic),
    // The framework reads the topic's name from the path.
    pushEndpoint: new URL(topicName(topic), address).href,
    ackDeadlineSeconds: 60,
    maxOutstanding: 80,
    deadLetter: { topic: topicName(`${topic}-dead`), maxDeliveryAttempts: 10 },
  });
}
