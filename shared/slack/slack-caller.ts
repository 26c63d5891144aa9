import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { isSendable } from '../runtime/sendable.ts';
import { failure } from './failure.ts';
import { STALE_TOKEN } from './refusals.ts';
import { SlackRefusedError } from './slack.ts';

export interface SlackClientOptions {
  /** Asked for a fresh one when Slack refuses the one before: it may have been rotated. */
  readonly token: (options?: { readonly fresh?: boolean }) => Promise<string>;
  readonly apiUrl?: string;
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

export type Call = <Answer>(
  name: string,
  send: (client: WebClient) => Promise<Answer>,
) => Promise<Answer>;

/** Calls once, and once more where Slack refuses the token and another one is stored by now. */
export function caller({ token, ...options }: SlackClientOptions): Call {
  let current: Caller | undefined;
  const renew = async (again: { readonly fresh: boolean }) => {
    const newest = await token(again);
    if (newest !== current?.token) current = { token: newest, client: webClient(newest, options) };
    return current;
  };
  return async (name, send) => {
    const used = current ?? (await renew({ fresh: false }));
    try {
      return await callBy(used, name, send);
    } catch (error) {
      if (!(error instanceof SlackRefusedError) || !STALE_TOKEN.includes(error.reason)) throw error;
      const renewed = await renew({ fresh: true });
      if (renewed.token === used.token) throw error;
      return callBy(renewed, name, send);
    }
  };
}

interface Caller {
  readonly token: string;
  readonly client: WebClient;
}

/** Throws our own errors alone. */
async function callBy<Answer>(
  { token, client }: Caller,
  name: string,
  send: (client: WebClient) => Promise<Answer>,
): Promise<Answer> {
  if (!isSendable(token)) throw NO_TOKEN(name);
  try {
    return await send(client);
  } catch (error) {
    throw failure(name, error);
  }
}

const NO_TOKEN = (name: string) =>
  new SlackRefusedError(
    'invalid_auth',
    `${name}: the Slack token is empty, or not one line of plain characters`,
    'Put the Bot User OAuth Token, and nothing else, into the secret.',
  );

function webClient(token: string, { apiUrl, timeout = 10_000 }: Omit<SlackClientOptions, 'token'>) {
  return new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // Its own ten retries take half an hour, and would post twice after a broken connection.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout,
    logger: SILENT,
  });
}

/** What it would log is in the error that is thrown, or holds what people wrote. */
const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};
