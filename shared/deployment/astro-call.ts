import { astroMessage } from './astro-error-body.ts';
import { AstroAnswerError, AstroDeniedError } from './astro-errors.ts';

/** A call below the Organization, and the permission that a token needs for it. */
export interface Call {
  readonly path: string;
  readonly permission: string;
  /** Where there is one, it is a POST; otherwise a GET. */
  readonly body?: object;
}

/** For a person: `GET deployments/c...`. */
export function named({ path, body }: Call): string {
  return `${body === undefined ? 'GET' : 'POST'} ${path}`;
}

/** What came over the wire. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter?: string;
}

/** What may be relied on: a body in JSON, or Astro's own 404. */
export type Reply =
  | { readonly kind: 'found'; readonly body: unknown }
  | { readonly kind: 'missing'; readonly message: string };

/** Nothing that may be relied on; the same call may get an answer. */
export interface Failure {
  readonly kind: 'failed';
  readonly reason: string;
  readonly retryAfter?: string;
  readonly cause?: unknown;
}

const NOT_ASTRO = 'in a form that is not of its API: perhaps a proxy answered';

/** Tells apart what may be believed, what the same call may mend, and what a person must. */
export function replyOf({ status, text, retryAfter }: Answer, call: Call): Reply | Failure {
  const body = parsed(text);
  if (status === 200 && body !== undefined) return { kind: 'found', body };
  const message = astroMessage(status, body);
  if (status === 401 || status === 403) throw denied(status, message, call);
  if (message !== undefined && status === 404) return { kind: 'missing', message };
  if (message !== undefined && isFinal(status)) {
    throw new AstroAnswerError(`Astro refused ${named(call)}: ${status}, ${message}`);
  }
  const said = message ?? NOT_ASTRO;
  return { kind: 'failed', reason: `${status}, ${said}`, ...(retryAfter && { retryAfter }) };
}

function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function denied(status: number, message: string | undefined, call: Call): AstroDeniedError {
  const said = message ?? NOT_ASTRO;
  const advice =
    status === 401
      ? 'Put a valid Astro API token of this Organization into the secret.'
      : `Give the Astro API token a role with the permission ${call.permission}.`;
  // People read this in Slack: which page of a list it was helps none of them.
  const [path = ''] = call.path.split('?');
  const what = named({ ...call, path });
  return new AstroDeniedError(`Astro denied ${what}: ${status}, ${said}`, advice);
}

/** The body of an answer; undefined where it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
