import type { ChatPostMessageArguments } from '@slack/web-api';
import type { Message } from './message.ts';
import { type Slack, SlackRefusedError, SlackUnavailableError } from './slack.ts';
import { caller, type SlackClientOptions } from './slack-caller.ts';

export interface SlackOptions extends SlackClientOptions {
  /** Whose messages these are, as `prod/aws`: several may speak in one channel by one app. */
  readonly installation: string;
}

/** Slack by its Web API. */
export function slackClient({ installation, ...options }: SlackOptions): Slack {
  const call = caller(options);
  return {
    async post(channel, message, { threadTs, deploymentId, part } = {}) {
      const answer = await call('chat.postMessage', (client) =>
        client.chat.postMessage({
          ...content(channel, message),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          ...(deploymentId === undefined
            ? {}
            : { metadata: metadata({ deployment_id: deploymentId, installation, part }) }),
          unfurl_links: false,
          unfurl_media: false,
        } as ChatPostMessageArguments),
      );
      const { ts } = answer;
      if (!ts) throw new SlackUnavailableError('chat.postMessage: no ts', { ambiguous: true });
      return { channel: answer.channel ?? channel, ts };
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
        (one) => isAbout(one, deploymentId, installation),
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

function isAbout(message: object, deploymentId: string, installation: string): boolean {
  const { thread_ts, ts } = message as Readonly<Record<string, unknown>>;
  const isHead = thread_ts === undefined || thread_ts === ts;
  const told = payloadOf(message);
  // One from before messages said whose they are may be ours.
  const isOurs = (told?.installation ?? installation) === installation;
  return isHead && isOurs && told?.deployment_id === deploymentId;
}

function payloadOf(message: object): Partial<Payload> | undefined {
  const { metadata: told } = message as {
    readonly metadata?: { readonly event_payload?: Payload };
  };
  return told?.event_payload;
}

// A type, not an interface: only then the client takes it for one with any keys.
type Payload = {
  readonly deployment_id: string;
  readonly installation?: string;
  readonly part?: string;
};

function content(channel: string, { text, blocks }: Message) {
  return { channel, text, blocks: [...blocks] };
}

function metadata({
  part,
  ...payload
}: Omit<Payload, 'part'> & { readonly part: string | undefined }) {
  const event_payload: Payload = { ...payload, ...(part !== undefined && { part }) };
  return { event_type: 'deployment_authorizer', event_payload };
}
