import type { Json } from './json.ts';

/** A request as both clouds hand it to a function. */
export interface HttpRequest {
  readonly method: string;
  /** Names in whatever case they came; a name that came more than once may have a list. */
  readonly headers: HttpHeaders;
  /** The very bytes that were sent: a signature is over these, not over what is read from them. */
  readonly body: Uint8Array;
}

export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent: nothing is. */
  readonly body?: Json;
}

/** A refusal in words for whoever sent the request. */
export function refusedWith(status: number, error: string): HttpAnswer {
  return { status, body: { error } };
}

/** The value of a header, whatever case its name is in; nothing unless it came exactly once. */
export function header(headers: HttpHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = Object.entries(headers)
    .filter(([one]) => one.toLowerCase() === wanted)
    .flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : undefined;
}
