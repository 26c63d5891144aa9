import { FEWER_MEMBERS } from '../../policy/problems.ts';
import type { AccessError } from '../../runtime/errors.ts';
import {
  PolicyConflictError,
  PolicyRefusedError,
  PrincipalRejectedError,
  QuotaExceededError,
  TransientError,
} from '../errors.ts';

/** What was being done when Google refused: for the person who reads the message. */
export interface Attempt {
  readonly method: string;
  readonly resource: string;
}

type Means = (error: Error, attempt: Attempt) => AccessError;

export const conflict: Means = (error, { resource }) =>
  new PolicyConflictError(`${resource}: ${error.message}`, { cause: error });

export const transient: Means = (error, { method, resource }) =>
  new TransientError(`${method} on ${resource}: ${error.message}`, { cause: error });

const refused =
  (code: string, advice: (attempt: Attempt) => string): Means =>
  (error, attempt) =>
    new PolicyRefusedError(
      code,
      `${attempt.method} on ${attempt.resource}: ${error.message}`,
      advice(attempt),
      { cause: error },
    );

const absentMember: Means = (error) => {
  const [, member = ''] =
    MEMBER_ABSENT.exec(error.message) ?? INCONSISTENT.exec(error.message) ?? [];
  return new PrincipalRejectedError(member, error.message, { cause: error });
};

/**
 * The same address stands there as deleted, too. Where that is somebody else's, no reading mends
 * it: whoever has the address waits, and nobody else has to.
 */
const INCONSISTENT = /Inconsistent representation of deleted member: .* and '\w+:([^']+)'/;
const MEMBER_ABSENT = /(?:Service account|User|Group) (\S+) does not exist/;

export const MALFORMED = refused(
  'malformed-policy',
  () => 'Check the roles and names of the target in the access rules.',
);

/** Looked at before the status: Google gives very different things the same one. */
export const BY_MESSAGE: readonly { readonly says: RegExp; readonly means: Means }[] = [
  { says: MEMBER_ABSENT, means: absentMember },
  // Where one service has another keep its policy, it passes on the words and not the status.
  { says: /concurrent policy changes/, means: conflict },
  // BigQuery, and all of Google's older APIs, say this with 403.
  { says: /rate limit exceeded|exceeded rate limits/i, means: transient },
  // Our own token could not be had: that says nothing of the target, whatever status it came with.
  { says: /Could not refresh access token/, means: transient },
  { says: INCONSISTENT, means: absentMember },
  {
    says: /larger than the maximum allowed size/,
    means: (error) => new QuotaExceededError(error.message, FEWER_MEMBERS, { cause: error }),
  },
  {
    says: /permitted customer|allowedPolicyMember/,
    means: refused(
      'domain-restricted',
      () =>
        'An administrator of the organization must allow Astronomer’s organization in the constraint iam.allowedPolicyMemberDomains (or iam.managed.allowedPolicyMembers).',
    ),
  },
  {
    says: /denied by org(anization)? policy/i,
    means: refused(
      'organization-policy',
      ({ resource }) =>
        `A policy of the organization forbids it on ${resource}: an administrator of the organization must allow it.`,
    ),
  },
  {
    says: /Policy update access denied/,
    means: refused(
      'grant-not-permitted',
      ({ resource }) =>
        `grant-access may not give this role on ${resource}: deploy the permissions that are generated from the access rules.`,
    ),
  },
];

export const BY_STATUS: Readonly<Record<number, Means>> = {
  403: refused(
    'access-denied',
    ({ method, resource }) =>
      `Whoever owns ${resource} must allow ${method} to grant-access’s service account, then retry.`,
  ),
  404: refused('target-gone', () => 'Create it, or correct the target in the access rules.'),
};
