import type { Fault, Faults } from '../faults.ts';
import { type Answer, json, type Request } from '../server.ts';
import { TOO_LONG, validateBlocks } from './block-kit.ts';
import { peopleAnswer, type WhisperShown } from './people-front.ts';

export interface Front {
  /** The emulator behind. */
  readonly origin: string;
  readonly faults: Faults;
  readonly tokens: ReadonlySet<string>;
  /** The emulator makes up the ids of its channels; outside it has the one that was asked for. */
  readonly channel: { readonly shown: string; readonly inner: string };
  /** What was told to one person alone is added here. */
  readonly whispers: WhisperShown[];
}

/** The code of a fault that is no answer at all: the caller must time out. */
export const NO_ANSWER = 'no-answer';

/** What stands before the emulator, as Slack would: tokens, Block Kit's limits, and faults. */
export function slackFront(front: Front): (request: Request) => Promise<Answer> {
  return async (request) => {
    const method = /^\/api\/(.+)$/.exec(request.path)?.[1];
    if (method === undefined) return forward(front, request);
    const body = new URLSearchParams(request.body);
    const fault = front.faults.meet(`slack:${method}`, [...body.values()].join('\n'));
    if (fault !== undefined && !fault.afterwards) return shown(fault);
    const answer =
      refusal(front, request, body) ??
      peopleAnswer(method, body, front.channel.shown, front.whispers) ??
      (await forward(front, request));
    return fault === undefined ? answer : shown(fault);
  };
}

async function shown({ code, status, message, headers }: Fault): Promise<Answer> {
  if (code === NO_ANSWER) return new Promise(() => {});
  if (status >= 500)
    return { status, body: message, ...(headers === undefined ? {} : { headers }) };
  return json(status, { ok: false, error: code }, headers);
}

function refusal(front: Front, { headers }: Request, body: URLSearchParams): Answer | undefined {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return refused('not_authed');
  if (!front.tokens.has(token)) return refused('invalid_auth');
  if ((body.get('text') ?? '').length > 40_000) return refused('msg_too_long');
  const blocks = body.get('blocks');
  const problems = blocks === null ? [] : validateBlocks(parsed(blocks));
  if (problems.length === 0) return undefined;
  const tooLong = problems.every((problem) => problem.startsWith(TOO_LONG));
  return refused(tooLong ? 'msg_blocks_too_long' : 'invalid_blocks', problems);
}

function refused(error: string, problems: readonly string[] = []): Answer {
  const messages = problems.map((problem) => `[ERROR] ${problem}`);
  return json(200, {
    ok: false,
    error,
    ...(messages.length === 0 ? {} : { response_metadata: { messages } }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Sends on with the emulator's own id of the channel, and answers with the one known outside. */
async function forward({ origin, channel }: Front, request: Request): Promise<Answer> {
  const inward = (text: string) => text.replaceAll(channel.shown, channel.inner);
  const url = inward(`${origin}${request.path}?${request.query}`);
  const { authorization, 'content-type': type } = request.headers;
  const response = await fetch(url, {
    method: request.method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(request.method === 'GET' ? {} : { body: inward(request.body) }),
  });
  const answered = response.headers.get('content-type') ?? 'text/plain';
  // The page's fonts are no text, and hold no ids.
  const body = (await response.text()).replaceAll(channel.inner, channel.shown);
  return { status: response.status, headers: { 'content-type': answered }, body };
}
