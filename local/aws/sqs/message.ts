import { createHash, randomUUID } from 'node:crypto';

/** A message attribute as the API takes it. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** A message as a sender gives it. */
export interface Draft {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly delay?: number | undefined;
  readonly sender: string;
}

/** A message in a queue; what changes from one receive to the next is not readonly. */
export interface Message extends Omit<Draft, 'delay'> {
  readonly id: string;
  readonly md5: string;
  readonly sentAt: number;
  readonly sequence: string | undefined;
  visibleAt: number;
  receives: number;
  firstReceivedAt: number | undefined;
  /** The handle of the latest receive; the earlier ones are stale. */
  receipt: string | undefined;
  deadLetterSource: string | undefined;
}

export function newMessage(draft: Draft, sentAt: number, visibleAt: number): Message {
  const { delay: _delay, ...given } = draft;
  return {
    ...given,
    id: randomUUID(),
    md5: md5(draft.body),
    sentAt,
    sequence: undefined,
    visibleAt,
    receives: 0,
    firstReceivedAt: undefined,
    receipt: undefined,
    deadLetterSource: undefined,
  };
}

/** What SQS itself says of a message, in the words of the API and of Lambda's records alike. */
export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  const all: Record<string, string | undefined> = {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SequenceNumber: message.sequence,
    MessageGroupId: message.groupId,
    SenderId: message.sender,
    MessageDeduplicationId: message.deduplicationId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const known = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(known);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
