import { createHash } from 'node:crypto';
import { Refusal, unmet } from '../refusal.ts';

/** Where the services differ in what they make of the same policy. */
export interface Flavour {
  /** Whether `allUsers` may be a member. */
  readonly everybody: boolean;
  readonly etag: (resource: string, revision: number) => string;
  readonly stale: (sent: string, current: string) => Refusal;
  /** A member from outside the domains that the organization permits. */
  readonly outsider: () => Refusal;
}

const OUTSIDER =
  'One or more users named in the policy do not belong to a permitted customer,  ' +
  'perhaps due to an organization policy.';

/** Projects and service accounts. */
export const resourceFlavour: Flavour = {
  everybody: false,
  etag: (resource, revision) => {
    const hash = createHash('sha256').update(`${resource}#${revision}`).digest();
    return Buffer.concat([Buffer.from([7, 6]), hash.subarray(0, 6)]).toString('base64');
  },
  stale: (sent, current) =>
    new Refusal(
      409,
      'ABORTED',
      'There were concurrent policy changes. Please retry the whole read-modify-write with ' +
        `exponential backoff. The request's ETag '${sent}' did not match the current ` +
        `policy's ETag '${current}'.`,
    ),
  outsider: () => unmet(OUTSIDER),
};

/** Cloud Storage counts a bucket's changes, and answers 412 where the others answer 409 or 400. */
export const bucketFlavour: Flavour = {
  everybody: true,
  etag: (_resource, revision) => Buffer.from([8, ...varint(revision)]).toString('base64'),
  stale: () => new Refusal(412, 'FAILED_PRECONDITION', 'Precondition Failed'),
  outsider: () => new Refusal(412, 'FAILED_PRECONDITION', OUTSIDER),
};

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
