import { pubsub_v1 } from 'googleapis/build/src/apis/pubsub/v1.js';
import type { GcpConfig } from '../../runtime/config.ts';
import type { DeadLetters } from '../dead-letters.ts';
import { googleOptions } from './google.ts';

/** The dead-letter topic of the function's own subscription: its alarm tells of these too. */
export function deadLetterTopic(
  config: GcpConfig,
  name: string | undefined,
): DeadLetters | undefined {
  if (name === undefined) return undefined;
  const { topics } = new pubsub_v1.Pubsub(googleOptions('PUBSUB', config.endpoints)).projects;
  const topic = `projects/${config.GOOGLE_CLOUD_PROJECT}/topics/${name}`;
  return async (body, reason) => {
    const data = Buffer.from(body).toString('base64');
    const attributes = { reason: reason.slice(0, 1_000) };
    await topics.publish({ topic, requestBody: { messages: [{ data, attributes }] } });
  };
}
