import { pubsub_v1 } from 'googleapis/build/src/apis/pubsub/v1.js';
import type { GcpConfig } from '../../runtime/config.ts';
import type { DeadLetters } from '../dead-letters.ts';
import { googleOptions } from './google.ts';

/** In bytes. Pub/Sub takes 1,024, and a letter that is cut in two may become longer. */
const LONGEST_REASON = 1_000;

/** The dead-letter topic of the function's own subscription: its alarm tells of these too. */
export function deadLetterTopic(
  config: Pick<GcpConfig, 'GOOGLE_CLOUD_PROJECT' | 'endpoints'>,
  name: string | undefined,
): DeadLetters | undefined {
  if (name === undefined) return undefined;
  const { topics } = new pubsub_v1.Pubsub(googleOptions('PUBSUB', config.endpoints)).projects;
  const topic = `projects/${config.GOOGLE_CLOUD_PROJECT}/topics/${name}`;
  return async (body, reason) => {
    const data = Buffer.from(body).toString('base64');
    const attributes = { reason: Buffer.from(reason).subarray(0, LONGEST_REASON).toString() };
    await topics.publish({ topic, requestBody: { messages: [{ data, attributes }] } });
  };
}
