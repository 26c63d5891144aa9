import { callingWith } from '../calling.ts';
import {
  type Attempt,
  BY_MESSAGE,
  BY_STATUS,
  conflict,
  MALFORMED,
  transient,
} from './google-meanings.ts';

interface GoogleError extends Error {
  readonly status?: number;
  readonly code?: number | string;
  readonly response?: { readonly status?: number; readonly data?: unknown };
}

/** The body of an answer that says no: newer APIs and older ones name the reason in other places. */
interface Told {
  readonly status?: string;
  readonly errors?: readonly { readonly reason?: string }[];
  readonly details?: readonly { readonly reason?: string }[];
}

/** BigQuery, and all of Google's older APIs, answer 403 for what newer ones answer 429. */
const TOO_MUCH = [
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_EXHAUSTED',
];
/** Besides 5xx: no credentials at the moment, not in time, too many, called off by Google. */
const PASSING = [401, 408, 429, 499];

/** HTTP status; undefined where no answer came. */
export function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { response, status, code } = error as GoogleError;
  const found = response?.status ?? status ?? Number(code);
  return Number.isInteger(found) ? found : undefined;
}

export const calling = callingWith(translated);

/** One of ours for what Google is known to answer; anything else comes back as it was. */
export function translated(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof Error)) return error;
  const status = httpStatus(error);
  const told = BY_MESSAGE.find(({ says }) => says.test(error.message));
  if (told !== undefined) return told.means(error, attempt);
  if (status === undefined) return isNetwork(error) ? transient(error, attempt) : error;
  if (status === 409 || status === 412) return conflict(error, attempt);
  if (PASSING.includes(status) || status >= 500) return transient(error, attempt);
  if (reasonsOf(error).some((reason) => TOO_MUCH.includes(reason)))
    return transient(error, attempt);
  return (BY_STATUS[status] ?? MALFORMED)(error, attempt);
}

function reasonsOf(error: GoogleError): readonly string[] {
  const data = error.response?.data as { readonly error?: Told } | undefined;
  const { status = '', errors = [], details = [] } = data?.error ?? {};
  return [status, ...[...errors, ...details].map(({ reason = '' }) => reason)];
}

function isNetwork(error: Error): boolean {
  return /ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|timeout|socket hang up|aborted/i.test(
    `${(error as GoogleError).code} ${error.message}`,
  );
}
