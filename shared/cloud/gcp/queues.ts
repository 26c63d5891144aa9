import { pubsub_v1 } from 'googleapis/build/src/apis/pubsub/v1.js';
import type { GcpConfig } from '../../runtime/config.ts';
import type { Queues } from '../queues.ts';
import { googleOptions } from './google.ts';

/** `topics.publish` takes a thousand. */
const BATCH = 1_000;

/** The topics that the environment names. */
export function configuredTopics(config: GcpConfig): Queues {
  const { topics } = new pubsub_v1.Pubsub(googleOptions('PUBSUB', config.endpoints)).projects;
  const publish = async (topic: string, messages: readonly object[]) => {
    const name = `projects/${config.GOOGLE_CLOUD_PROJECT}/topics/${topic}`;
    for (let start = 0; start < messages.length; start += BATCH) {
      const batch = messages.slice(start, start + BATCH);
      await topics.publish({ topic: name, requestBody: { messages: batch.map(encoded) } });
    }
  };
  const about = (topic: string) => (ids: readonly string[]) =>
    publish(
      topic,
      ids.map((deploymentId) => ({ deploymentId })),
    );
  return {
    decide: about(config.DEPLOYMENTS_TOPIC),
    markTargets: (keys) =>
      publish(
        config.TARGETS_TOPIC,
        keys.map((targetKey) => ({ targetKey })),
      ),
    notify: about(config.MESSAGES_TOPIC),
    handOver: about(config.HANDOVERS_TOPIC),
  };
}

function encoded(body: object): pubsub_v1.Schema$PubsubMessage {
  return { data: Buffer.from(JSON.stringify(body)).toString('base64') };
}
