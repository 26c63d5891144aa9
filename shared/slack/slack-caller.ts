import { type Logger, LogLevel, WebClient } from '@slack/web-api';
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
  let current: { readonly token: string; readonly client: WebClient } | undefined;
  const renew = async (again: { readonly fresh: boolean }) => {
    const newest = await token(again);
    if (newest !== current?.token) current = { token: newest, client: webClient(newest, options) };
    return current;
  };
  return async (name, send) => {
    const used = current ?? (await renew({ fresh: false }));
    try {
      return await send(used.client);
    } catch (error) {
      const said = failure(name, error);
      if (!(said instanceof SlackRefusedError) || !STALE_TOKEN.includes(said.reason)) throw said;
      const renewed = await renew({ fresh: true });
      if (renewed.token === used.token) throw said;
      return await send(renewed.client).catch((again: unknown) => {
        throw failure(name, again);
      });
    }
  };
}

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
