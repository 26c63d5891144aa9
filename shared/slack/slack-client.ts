import { type ChatPostMessageArguments, type Logger, LogLevel, WebClient } from '@slack/web-api';
import { failure } from './failure.ts';
import type { Message } from './message.ts';
import { STALE_TOKEN } from './refusals.ts';
import { type Slack, SlackRefusedError } from './slack.ts';

export interface SlackClientOptions {
  /** Read at the first call, and again when Slack refuses the token: it may have been rotated. */
  readonly token: () => Promise<string>;
  readonly apiUrl?: string;
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

/** Slack by its Web API. */
export function slackClient(options: SlackClientOptions): Slack {
  const call = caller(options);
  return {
    async post(channel, message, { threadTs, deploymentId } = {}) {
      const answer = await call('chat.postMessage', (client) =>
        client.chat.postMessage({
          ...content(channel, message),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          ...(deploymentId === undefined ? {} : { metadata: metadata(deploymentId) }),
          unfurl_links: false,
          unfurl_media: false,
        } as ChatPostMessageArguments),
      );
      return { channel: answer.channel ?? channel, ts: answer.ts ?? '' };
    },
    async update(channel, ts, message) {
      await call('chat.update', (client) =>
        client.chat.update({ ...content(channel, message), ts }),
      );
    },
  };
}

function content(channel: string, { text, blocks }: Message) {
  return { channel, text, blocks: [...blocks] };
}

function metadata(deploymentId: string) {
  return { event_type: 'deployment_authorizer', event_payload: { deployment_id: deploymentId } };
}

type Call = <Answer>(name: string, send: (client: WebClient) => Promise<Answer>) => Promise<Answer>;

/** Calls once, and once more where Slack refuses the token and another one is stored by now. */
function caller({ token, ...options }: SlackClientOptions): Call {
  let current: { readonly token: string; readonly client: WebClient } | undefined;
  const renew = async () => {
    const fresh = await token();
    if (fresh !== current?.token) current = { token: fresh, client: webClient(fresh, options) };
    return current;
  };
  return async (name, send) => {
    const used = current ?? (await renew());
    try {
      return await send(used.client);
    } catch (error) {
      const said = failure(name, error);
      if (!(said instanceof SlackRefusedError) || !STALE_TOKEN.includes(said.reason)) throw said;
      const renewed = await renew();
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
