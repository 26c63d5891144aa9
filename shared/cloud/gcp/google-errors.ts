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
  readonly response?: { readonly status?: number };
}

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
  if (status === 401 || status === 429 || status >= 500) return transient(error, attempt);
  return (BY_STATUS[status] ?? MALFORMED)(error, attempt);
}

function isNetwork(error: Error): boolean {
  return /ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|timeout|socket hang up|aborted/i.test(
    `${(error as GoogleError).code} ${error.message}`,
  );
}
