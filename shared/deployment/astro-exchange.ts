import { SECOND } from '../runtime/clock.ts';
import type { Answer, Failure } from './astro-call.ts';
import { AstroDeniedError } from './astro-errors.ts';

export interface Exchange {
  /** With or without the trailing `/v1`. */
  readonly url: string;
  readonly organizationId: string;
  readonly fetch?: typeof fetch;
  /** How long one attempt may take, in milliseconds. */
  readonly timeout?: number;
}

const TIMEOUT = 10 * SECOND;

/** One GET over the wire. Whatever fetch throws is a failure of the way, not of ours. */
export async function exchange(
  { url, organizationId, fetch: request = fetch, timeout = TIMEOUT }: Exchange,
  path: string,
  token: string,
): Promise<Answer | Failure> {
  const base = url.replace(/\/+$/, '').replace(/\/v1$/, '');
  const resource = `${base}/v1/organizations/${encodeURIComponent(organizationId)}/${path}`;
  const headers = headersWith(token);
  try {
    // A redirect leads to a page for people: it is an answer that cannot be relied on.
    const signal = AbortSignal.timeout(timeout);
    const response = await request(resource, { headers, redirect: 'manual', signal });
    const { status } = response;
    const retryAfter = response.headers.get('retry-after');
    return { status, text: await response.text(), ...(retryAfter !== null && { retryAfter }) };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error), cause: error };
  }
}

function headersWith(token: string): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${sendable(token)}`,
    'user-agent': 'deployment-authorizer',
    'x-api-version': '1.0',
    'x-astro-client-identifier': 'deployment-authorizer',
  };
}

/** fetch would put a token that no header can hold into its error's text. */
function sendable(token: string): string {
  const trimmed = token.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
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
