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

interface GoogleError extends Error {
  readonly status?: number;
  readonly code?: number | string;
  readonly response?: { readonly status?: number };
}

/** HTTP status; undefined where no answer came. */
export function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { response, status, code } = error as GoogleError;
  const found = response?.status ?? status ?? Number(code);
  return Number.isInteger(found) ? found : undefined;
}

/** Runs one call to Google and lets nothing of its client out. */
export async function calling<Result>(
  attempt: Attempt,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw translated(error, attempt);
  }
}

/** One of ours for what Google is known to answer; anything else comes back as it was. */
export function translated(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof Error)) return error;
  const status = httpStatus(error);
  const told = BY_MESSAGE.find(({ says }) => says.test(error.message));
  if (told !== undefined) return told.means(error, attempt);
  if (status === undefined) return isNetwork(error) ? transient(error, attempt) : error;
  if (status === 409 || status === 412) return conflict(error, attempt);
  if (status === 429 || status >= 500) return transient(error, attempt);
  return (BY_STATUS[status] ?? MALFORMED)(error, attempt);
}

type Means = (error: Error, attempt: Attempt) => AccessError;

const conflict: Means = (error, { resource }) =>
  new PolicyConflictError(`${resource}: ${error.message}`, { cause: error });

const transient: Means = (error, { method, resource }) =>
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
  const member = MEMBER_ABSENT.exec(error.message)?.[1] ?? '';
  return new PrincipalRejectedError(member, error.message, { cause: error });
};

const MEMBER_ABSENT = /(?:Service account|User|Group) (\S+) does not exist/;

const MALFORMED = refused(
  'malformed-policy',
  () => 'Check the roles and names of the target in the access rules.',
);

/** Looked at before the status: Google gives very different things the same one. */
const BY_MESSAGE: readonly { readonly says: RegExp; readonly means: Means }[] = [
  { says: MEMBER_ABSENT, means: absentMember },
  // The policy that was read is older than a deletion: read it again.
  { says: /Inconsistent representation of deleted member/, means: conflict },
  {
    says: /larger than the maximum allowed size/,
    means: (error) => new QuotaExceededError(error.message, { cause: error }),
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
    says: /Policy update access denied/,
    means: refused(
      'grant-not-permitted',
      ({ resource }) =>
        `grant-access may not give this role on ${resource}: deploy the permissions that are generated from the access rules.`,
    ),
  },
];

const BY_STATUS: Readonly<Record<number, Means>> = {
  403: refused(
    'access-denied',
    ({ method, resource }) =>
      `Whoever owns ${resource} must allow ${method} to grant-access’s service account, then retry.`,
  ),
  404: refused('target-gone', () => 'Create it, or correct the target in the access rules.'),
};

function isNetwork(error: Error): boolean {
  return /ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|timeout|socket hang up|aborted/i.test(
    `${(error as GoogleError).code} ${error.message}`,
  );
}
