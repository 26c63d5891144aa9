import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { adviceFor, FAULTS } from './refusals.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from './slack.ts';

/** Where Slack limits and does not say for how long. */
const USUAL_WAIT = 30;
/** It has both: the second is of some methods' own. */
const LIMITED = ['ratelimited', 'rate_limited'];
/** The message itself, or the one above it. */
const GONE = ['message_not_found', 'thread_not_found'];
/** The connection was never made, so nothing can have been carried out. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** The client's error as one of ours; what is none of Slack's stays what it is. */
export function failure(call: string, error: unknown): unknown {
  const cause = { cause: error };
  const unavailable = (text: string, ambiguous: boolean) =>
    new SlackUnavailableError(`${call}: ${text}`, { cause: error, ambiguous });
  if (error instanceof WebAPIRateLimitedError) {
    return new SlackRateLimitedError(error.retryAfter, cause);
  }
  if (error instanceof WebAPIPlatformError) return answered(call, error);
  if (error instanceof WebAPIHTTPError) {
    return unavailable(`HTTP ${error.statusCode}`, error.statusCode >= 500);
  }
  if (error instanceof WebAPIRequestError) {
    return unavailable(error.message, !wasNeverSent(error.original));
  }
  if (isNoAnswer(error)) return unavailable("not Slack's answer", true);
  if (isBrokenAnswer(error)) return unavailable('the answer broke off', true);
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) {
    return new SlackRateLimitedError(USUAL_WAIT, cause);
  }
  return error;
}

/** `ok: false`: Slack's word for it decides. */
function answered(call: string, error: WebAPIPlatformError): unknown {
  const { response_metadata: metadata } = error.data;
  const reason: unknown = error.data.error;
  const cause = { cause: error };
  // A proxy's page in place of Slack's answer: the client takes the whole page for the word.
  if (typeof reason !== 'string' || !/^[\w-]+$/.test(reason)) {
    return new SlackUnavailableError(`${call}: not Slack's answer`, { ...cause, ambiguous: true });
  }
  const fault = FAULTS[reason];
  if (fault !== undefined) {
    return new SlackUnavailableError(`${call}: ${reason}`, { ...cause, ...fault });
  }
  if (LIMITED.includes(reason)) {
    return new SlackRateLimitedError(metadata?.retryAfter ?? USUAL_WAIT, cause);
  }
  if (GONE.includes(reason)) return new SlackMessageGoneError(`${call}: ${reason}`, cause);
  const details = (metadata?.messages ?? []).join('; ');
  const text = `${call}: Slack answers ${reason}${details === '' ? '' : ` (${details})`}`;
  return new SlackRefusedError(reason, text, adviceFor(reason), cause);
}

function wasNeverSent({ cause }: Error): boolean {
  return NEVER_SENT.includes(String(Object(cause).code));
}

/** JSON, and no object: the client takes it for one and fails. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes('response_metadata');
}

/** Headers came and the body did not: the client lets these through as fetch throws them. */
function isBrokenAnswer(error: unknown): boolean {
  const { name, message } = Object(error);
  return name === 'TimeoutError' || name === 'AbortError' || message === 'terminated';
}
