import { AwsError } from '../aws-error.ts';
import { invalidParameterOf } from './errors.ts';

/** The attributes of a queue, as text, as the API sends and shows them. */
export type QueueAttributes = Readonly<Record<string, string>>;

const DEFAULTS: QueueAttributes = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
};
const FIFO_DEFAULTS: QueueAttributes = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};
const OTHERS = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
]);

/** The attributes of a new queue of that name, checked and with the defaults filled in. */
export function newAttributes(name: string, given: QueueAttributes): QueueAttributes {
  const fifo = given.FifoQueue === 'true';
  const bare = fifo ? name.replace(/\.fifo$/, '') : name;
  if (!/^[\w-]+$/.test(bare) || name.length > 80 || fifo !== name.endsWith('.fifo')) {
    const reason =
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; the name of a FIFO queue ends with .fifo';
    throw invalidParameterOf('QueueName', name, reason);
  }
  return withAttributes({ ...DEFAULTS, ...(fifo ? FIFO_DEFAULTS : {}) }, given);
}

export function withAttributes(current: QueueAttributes, given: QueueAttributes): QueueAttributes {
  for (const [name, value] of Object.entries(given)) {
    if (name === 'FifoQueue' && current.FifoQueue !== undefined) continue;
    const known = name in RANGES || OTHERS.has(name) || (name in FIFO_DEFAULTS && isFifo(current));
    if (!known) throw new AwsError(400, 'InvalidAttributeName', `Unknown Attribute ${name}.`);
    checkRange(name, value);
  }
  // An empty policy takes the one that was set away.
  return Object.fromEntries(
    Object.entries({ ...current, ...given }).filter(([, value]) => value !== ''),
  );
}

function checkRange(name: string, value: string): void {
  const [least, most] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const number = RANGES[name] === undefined ? 0 : Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return;
  throw new AwsError(400, 'InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function isFifo(attributes: QueueAttributes): boolean {
  return attributes.FifoQueue === 'true';
}

export interface Redrive {
  readonly arn: string;
  readonly most: number;
}

/** Where messages go that were received too often. */
export function redrive(attributes: QueueAttributes): Redrive | undefined {
  if (attributes.RedrivePolicy === undefined) return undefined;
  const policy: unknown = JSON.parse(attributes.RedrivePolicy);
  if (policy === null || typeof policy !== 'object') return undefined;
  const { deadLetterTargetArn: arn, maxReceiveCount: most } = policy as Record<string, unknown>;
  return { arn: String(arn), most: Number(most) };
}
