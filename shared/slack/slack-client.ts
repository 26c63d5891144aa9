import { type ChatPostMessageArguments, type Logger, LogLevel, WebClient } from '@slack/web-api';
import { failure } from './failure.ts';
import type { Message } from './message.ts';
import { STALE_TOKEN } from './refusals.ts';
import { type Slack, SlackRefusedError } from './slack.ts';

export interface SlackClientOptions {
  /** Asked for a fresh one when Slack refuses the one before: it may have been rotated. */
  readonly token: (options?: { readonly fresh?: boolean }) => Promise<string>;
  readonly apiUrl?: string;
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

/** Slack by its Web API. */
export function slackClient(options: SlackClientOptions): Slack {
  const call = caller(options);
  return {
    async post(channel, message, { threadTs, deploymentId, part } = {}) {
      const answer = await call('chat.postMessage', (client) =>
        client.chat.postMessage({
          ...content(channel, message),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          ...(deploymentId === undefined ? {} : { metadata: metadata(deploymentId, part) }),
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
    find: (channel, deploymentId, since) =>
      search(
        (cursor) =>
          call('conversations.history', (client) =>
            client.conversations.history({ channel, cursor, ...window(since) }),
          ),
        (one) => isAbout(one, deploymentId),
      ),
    findReply: (channel, threadTs, part, since) =>
      search(
        (cursor) =>
          call('conversations.replies', (client) =>
            client.conversations.replies({ channel, ts: threadTs, cursor, ...window(since) }),
          ),
        (one) => payloadOf(one)?.part === part,
      ),
  };
}

function window(since: Date) {
  return { oldest: String(since.getTime() / 1_000), limit: 200, include_all_metadata: true };
}

interface Page {
  readonly messages?: readonly { readonly ts?: string }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/** The `ts` of the first message that is the one, as far as one may look and some pages go. */
async function search(
  read: (cursor: string) => Promise<Page>,
  isIt: (message: object) => boolean,
): Promise<string | undefined> {
  for (let cursor = '', page = 0; page < PAGES; page += 1) {
    const answer: Page | undefined = await read(cursor).catch(mayNotLook);
    const found = (answer?.messages ?? []).find(isIt);
    if (found !== undefined) return found.ts;
    cursor = answer?.response_metadata?.next_cursor ?? '';
    if (cursor === '') return undefined;
  }
  return undefined;
}

/** Of two hundred messages: more than a channel gets in the minutes that are looked at. */
const PAGES = 5;

/** Only an app with `channels:history` may look; for one without it the post is as if never made. */
function mayNotLook(error: unknown): undefined {
  if (error instanceof SlackRefusedError && error.reason === 'missing_scope') return undefined;
  throw error;
}

function isAbout(message: object, deploymentId: string): boolean {
  const { thread_ts, ts } = message as Readonly<Record<string, unknown>>;
  const isHead = thread_ts === undefined || thread_ts === ts;
  return isHead && payloadOf(message)?.deployment_id === deploymentId;
}

function payloadOf(message: object): Partial<Payload> | undefined {
  const { metadata: told } = message as {
    readonly metadata?: { readonly event_payload?: Payload };
  };
  return told?.event_payload;
}

// A type, not an interface: only then the client takes it for one with any keys.
type Payload = { readonly deployment_id: string; readonly part?: string };

function content(channel: string, { text, blocks }: Message) {
  return { channel, text, blocks: [...blocks] };
}

function metadata(deploymentId: string, part: string | undefined) {
  const payload: Payload = { deployment_id: deploymentId, ...(part !== undefined && { part }) };
  return { event_type: 'deployment_authorizer', event_payload: payload };
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
