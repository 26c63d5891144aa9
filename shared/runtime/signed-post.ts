import type { Clock } from './clock.ts';
import { type HttpAnswer, type HttpRequest, refusedWith } from './http.ts';
import { secretsIn } from './signed-request.ts';

/** What a function that the whole internet can call takes from whom. */
export interface SignedPost {
  /** The function, for a message about its secret. */
  readonly name: string;
  /** Of the body, in bytes. */
  readonly longest: number;
  /** Why nobody with one of these secrets can have sent it just now; nothing where somebody did. */
  readonly unsignedBecause: (
    request: HttpRequest,
    secrets: readonly string[],
    now: Date,
  ) => string | undefined;
}

interface GateTools {
  /** Its value has a secret in each line. */
  readonly secret: () => Promise<string>;
  readonly clock: Clock;
}

/** Looks at nothing of the body but its length before it is known who sent it. */
export async function refusalOf(
  request: HttpRequest,
  { name, longest, unsignedBecause }: SignedPost,
  { secret, clock }: GateTools,
): Promise<HttpAnswer | undefined> {
  const { method, body } = request;
  if (method !== 'POST') {
    return { ...refusedWith(405, 'POST was expected'), headers: { allow: 'POST' } };
  }
  if (body.length > longest) {
    const text = `the body: ${longest} bytes at the most were expected, not ${body.length}`;
    return refusedWith(413, text);
  }
  const unsigned = unsignedBecause(request, secretsIn(await secret(), name), clock.now());
  return unsigned === undefined ? undefined : refusedWith(401, unsigned);
}
