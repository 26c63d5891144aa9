import { invalid } from '../refusal.ts';

/** A message as a publisher sends it; `data` is base64. */
export interface Draft {
  readonly data?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

/** A message as Pub/Sub keeps it. */
export interface Message extends Draft {
  readonly messageId: string;
  readonly publishTime: string;
}

const MOST = 1_000;
const LARGEST = 10_000_000;
const LONGEST_ATTRIBUTE = 1_024;

/** Throws what Pub/Sub answers to a publisher that asks for too much or too little. */
export function checkDrafts(drafts: readonly Draft[]): void {
  if (drafts.length === 0) throw invalid('The value for message_count is too small.');
  if (drafts.length > MOST)
    throw invalid(
      `The value for message_count is too large. You passed ${drafts.length} in the request, ` +
        `but the maximum value is ${MOST}.`,
    );
  for (const { data = '', attributes = {} } of drafts) {
    if (data === '' && Object.keys(attributes).length === 0)
      throw invalid('One or more messages in the publish request is empty.');
    if (Object.values(attributes).some(isTooLong))
      throw invalid(`An attribute value is longer than ${LONGEST_ATTRIBUTE} bytes.`);
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(data)) throw invalid('Base64 decoding failed for "data".');
  }
  if (Buffer.byteLength(JSON.stringify(drafts)) > LARGEST)
    throw invalid(`Request payload size exceeds the limit: ${LARGEST} bytes.`);
}

function isTooLong(value: string): boolean {
  return Buffer.byteLength(value) > LONGEST_ATTRIBUTE;
}

/** The body of a push: every name twice, as Pub/Sub writes it. */
export function envelope(message: Message, subscription: string, deliveryAttempt?: number) {
  const { messageId, publishTime } = message;
  return {
    message: { ...message, message_id: messageId, publish_time: publishTime },
    subscription,
    ...(deliveryAttempt === undefined ? {} : { deliveryAttempt }),
  };
}

/** What a dead-letter topic gets: the message, and where it failed how often. */
export function deadLetter(message: Message, subscription: string, attempts: number): Draft {
  const [, project = '', , name = ''] = subscription.split('/');
  const { data, orderingKey } = message;
  return {
    ...(data === undefined ? {} : { data }),
    ...(orderingKey === undefined ? {} : { orderingKey }),
    attributes: {
      ...message.attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: name,
      CloudPubSubDeadLetterSourceSubscriptionProject: project,
      CloudPubSubDeadLetterSourceTopicPublishTime: message.publishTime,
    },
  };
}
