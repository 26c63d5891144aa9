import { MORE_ROOM_IN_TRUST } from '../../policy/problems.ts';
import type { AccessError } from '../../runtime/errors.ts';
import { callingWith } from '../calling.ts';
import {
  NameTakenError,
  PolicyConflictError,
  PolicyRefusedError,
  PrincipalRejectedError,
  QuotaExceededError,
  RoleInUseError,
  TransientError,
} from '../errors.ts';

/** What was being done when IAM refused: for the person who reads the message. */
export interface Attempt {
  /** As IAM policies name it: `iam:UpdateAssumeRolePolicy`. */
  readonly action: string;
  readonly resource: string;
}

interface SdkError extends Error {
  readonly Code?: string;
  /** Node's word for what happened to a connection. */
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** IAM's code without the SDK's suffix; HTTP 409 is conflict, quota and name taken, and tells nothing. */
export function iamCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return ((error as SdkError).Code ?? error.name).replace(/Exception$/, '');
}

/** One of ours for what IAM is known to answer; anything else comes back as it was. */
export function translated(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof Error)) return error;
  const translate = BY_CODE[iamCode(error)];
  if (translate !== undefined) return translate(error as SdkError, attempt);
  return isTransient(error as SdkError) ? transient(error as SdkError, attempt) : error;
}

export const calling = callingWith(translated);

type Translate = (error: SdkError, attempt: Attempt) => AccessError;

const conflict: Translate = (error, { resource }) =>
  new PolicyConflictError(`${resource}: ${error.message}`, { cause: error });

const taken: Translate = (error, { resource }) =>
  new NameTakenError(`${resource}: ${error.message}`, { cause: error });

const inUse: Translate = (error, { resource }) =>
  new RoleInUseError(`${resource}: ${error.message}`, { cause: error });

const transient: Translate = (error, { action, resource }) =>
  new TransientError(`${action} on ${resource}: ${error.message}`, { cause: error });

const refused =
  (code: string, advice: string): Translate =>
  (error, { action, resource }) =>
    new PolicyRefusedError(code, `${action} on ${resource}: ${error.message}`, advice, {
      cause: error,
    });

/** The kind of principal and its name, as IAM writes them: `"AWS":"arn:..."`; quotes are no promise. */
const INVALID_PRINCIPAL = /Invalid principal in policy:\s*"?\w+"?\s*:\s*"?([^"\s]+)/i;

const malformed: Translate = (error, attempt) => {
  const principal = INVALID_PRINCIPAL.exec(error.message)?.[1];
  if (principal !== undefined) {
    return new PrincipalRejectedError(principal, error.message, { cause: error });
  }
  return refused('malformed-policy', 'Report it: the policy that was written is not valid.')(
    error,
    attempt,
  );
};

const limit: Translate = (error, attempt) => {
  if (error.message.includes('ACLSizePerRole')) {
    return new QuotaExceededError(error.message, MORE_ROOM_IN_TRUST, { cause: error });
  }
  return refused('limit-exceeded', 'Ask for a higher quota of IAM in this account.')(
    error,
    attempt,
  );
};

const denied: Translate = (error, { action, resource }) =>
  new PolicyRefusedError(
    'access-denied',
    `${action} on ${resource} is denied: ${error.message}`,
    `Whoever owns this account must allow ${action} on ${resource} to grant-access, then retry.`,
    { cause: error },
  );

const BY_CODE: Readonly<Record<string, Translate>> = {
  AccessDenied: denied,
  ConcurrentModification: conflict,
  DeleteConflict: inUse,
  EntityAlreadyExists: taken,
  EntityTemporarilyUnmodifiable: transient,
  ExpiredToken: transient,
  InvalidInput: refused('malformed-policy', 'Check the target in the access rules.'),
  LimitExceeded: limit,
  MalformedPolicyDocument: malformed,
  NoSuchEntity: refused('target-gone', 'Create it, or correct the target in the access rules.'),
  RequestLimitExceeded: transient,
  ServiceFailure: transient,
  Throttling: transient,
  TooManyRequests: transient,
  UnmodifiableEntity: refused('unmodifiable', 'A service-linked role cannot be a target.'),
  ValidationError: refused('malformed-policy', 'Check the target in the access rules.'),
};

/**
 * Time-outs and broken connections have no status; the SDK was told not to retry them itself. Where
 * a host has several addresses, the error of all of them together has a code and no message.
 */
function isTransient({ name, code = '', message, $metadata }: SdkError): boolean {
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500 || status === 429;
  return CONNECTION.test(`${name} ${code} ${message}`);
}

const CONNECTION =
  /Timeout|ETIMEDOUT|ECONN|EPIPE|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|socket hang up/;
