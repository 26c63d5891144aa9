import { SECOND } from '../runtime/clock.ts';
import { isSendable } from '../runtime/sendable.ts';
import type { Answer, Failure } from './astro-call.ts';
import { AstroDeniedError } from './astro-errors.ts';

export interface Sending {
  readonly fetch?: typeof fetch;
  /** How long one attempt may take, in milliseconds. */
  readonly timeout?: number;
}

export interface Letter {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const TIMEOUT = 10 * SECOND;

/**
 * One request over the wire, with the token in its header and nowhere else. Whatever fetch throws
 * is a failure of the way, not of ours.
 */
export async function send(
  { fetch: request = fetch, timeout = TIMEOUT }: Sending,
  { method, url, token, headers = {}, body }: Letter,
): Promise<Answer | Failure> {
  const sent = {
    accept: 'application/json',
    authorization: `Bearer ${sendable(token)}`,
    'user-agent': 'deployment-authorizer',
    ...headers,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  try {
    // A redirect leads to a page for people: it is an answer that cannot be relied on.
    const response = await request(url, {
      method,
      headers: sent,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { status } = response;
    const retryAfter = response.headers.get('retry-after');
    return { status, text: await response.text(), ...(retryAfter !== null && { retryAfter }) };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error), cause: error };
  }
}

function sendable(token: string): string {
  const trimmed = token.trim();
  if (isSendable(trimmed)) return trimmed;
  throw new AstroDeniedError(
    'The Astro API token is empty, or not one line of plain characters',
    'Put the token, and nothing else, into the secret.',
  );
}

/** fetch says only that it failed; its cause says how. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const why = (cause as Error | undefined)?.message;
  return why ? `${message}, ${why}` : message;
}
