import { TransientError } from '../../shared/cloud/errors.ts';
import { RecordUnavailableError } from '../../shared/record/errors.ts';
import {
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../shared/slack/slack.ts';
import type { Fault } from '../faults.ts';
import { pick } from './random.ts';

type CloudFault = Omit<Fault, 'operation'>;

/** What may be carried out all the same comes first. */
const AWS: readonly CloudFault[] = [
  { status: 500, code: 'ServiceFailure', message: 'try again' },
  { status: 503, code: 'ServiceUnavailable', message: 'try again' },
  { status: 400, code: 'Throttling', message: 'Rate exceeded' },
  { status: 409, code: 'ConcurrentModification', message: 'changed meanwhile' },
  { status: 403, code: 'AccessDenied', message: 'not authorized' },
];

const GCP: readonly CloudFault[] = [
  { status: 500, code: 'INTERNAL', message: 'internal error' },
  { status: 503, code: 'UNAVAILABLE', message: 'try again' },
  { status: 429, code: 'RESOURCE_EXHAUSTED', message: 'quota exceeded' },
  { status: 409, code: 'ABORTED', message: 'concurrent policy changes' },
  { status: 403, code: 'PERMISSION_DENIED', message: 'Policy update access denied.' },
];

const AMBIGUOUS = 2;

/** A fault of IAM's for the next call of this operation. */
export function cloudFault(
  cloud: 'aws' | 'gcp',
  operation: string,
  flavour: number,
  after: boolean,
): Fault {
  const all = cloud === 'aws' ? AWS : GCP;
  const fault = pick(after ? all.slice(0, AMBIGUOUS) : all, flavour) ?? AWS[0];
  return {
    ...{ status: 500, code: '', message: '' },
    ...fault,
    operation,
    ...(after && { afterwards: true }),
  };
}

export function storeFault(): Error {
  return new RecordUnavailableError('the record is not available');
}

export function queueFault(): Error {
  return new TransientError('the queue takes nothing');
}

export function slackFault(flavour: number, after: boolean): Error {
  if (after) return new SlackUnavailableError('no answer', { ambiguous: true });
  const faults = [
    new SlackRateLimitedError(30),
    new SlackUnavailableError('not connected'),
    new SlackUnavailableError('no answer', { ambiguous: true }),
    new SlackRefusedError('channel_not_found', 'Slack answers channel_not_found', 'Invite it.'),
  ];
  return pick(faults, flavour) ?? new SlackRateLimitedError(30);
}

/** Astro's failures, as fetch shows them. */
export function astroFault(flavour: number): Response {
  const refusal = (status: number, message: string) =>
    new Response(JSON.stringify({ message, requestId: 'x', statusCode: status }), { status });
  const faults = [
    () => refusal(503, 'down'),
    () => refusal(429, 'too many'),
    () => new Response('<!doctype html>', { status: 404 }),
    () => new Response('<!doctype html>', { status: 502 }),
    () => refusal(403, 'forbidden'),
    () => {
      throw new TypeError('fetch failed');
    },
  ];
  return (pick(faults, flavour) ?? (() => refusal(500, 'broken')))();
}
