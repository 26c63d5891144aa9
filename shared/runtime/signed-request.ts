import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConfigError } from './errors.ts';
import { type HttpRequest, header } from './http.ts';

/**
 * How a sender who knows our secret signs: `<version>=` and, in lower-case hexadecimal digits, the
 * HMAC-SHA256 of `<version>:<timestamp>:<body>`, and the timestamp beside it.
 */
export interface Scheme {
  readonly version: string;
  readonly timestampHeader: string;
  readonly signatureHeader: string;
}

/** How many seconds the sender's clock and ours may be apart, either way. */
export const SKEW = 300;

/** What the signature's header says when this secret signed this body at this time. */
export function signatureBy(
  { version }: Scheme,
  body: Uint8Array,
  timestamp: string,
  secret: string,
): string {
  const hmac = createHmac('sha256', secret).update(`${version}:${timestamp}:`).update(body);
  return `${version}=${hmac.digest('hex')}`;
}

/** The secrets in the value of a secret, one to a line: during a rotation the old one and the new. */
export function secretsIn(value: string, of: string): readonly string[] {
  const lines = value.split('\n').map((line) => line.trim());
  const secrets = lines.filter((line) => line !== '');
  // An empty one would let everybody sign.
  if (secrets.length === 0) throw new ConfigError(`the secret of ${of} is empty`);
  return secrets;
}

/**
 * Why nobody with one of the secrets can have sent this just now, in words for whoever did send
 * it; nothing where somebody did. It tells nothing that depends on a secret.
 */
export function notSignedBecause(
  scheme: Scheme,
  { headers, body }: HttpRequest,
  secrets: readonly string[],
  now: Date,
): string | undefined {
  const { version, timestampHeader, signatureHeader } = scheme;
  const timestamp = header(headers, timestampHeader);
  if (timestamp === undefined || !SECONDS.test(timestamp)) {
    return `${timestampHeader}: one was expected, in whole seconds since 1970`;
  }
  const age = Math.floor(now.getTime() / 1_000) - Number(timestamp);
  if (Math.abs(age) > SKEW) {
    const apart = age > 0 ? `${age} seconds ago` : `${-age} seconds from now`;
    return `${timestampHeader}: that is ${apart}, and ${SKEW} are accepted; is the clock right?`;
  }
  const signature = header(headers, signatureHeader);
  if (signature === undefined || !isOf(version, signature)) {
    return `${signatureHeader}: one was expected, "${version}=" and 64 lower-case hexadecimal digits`;
  }
  // All of them, so that the time it takes does not say which one it was.
  const fitting = secrets.filter((one) =>
    same(signature, signatureBy(scheme, body, timestamp, one)),
  );
  return fitting.length > 0 ? undefined : `${signatureHeader}: it is not of this body and time`;
}

/** Until the year 2286. */
const SECONDS = /^[1-9]\d{9}$/;
const DIGEST = /^[0-9a-f]{64}$/;

function isOf(version: string, signature: string): boolean {
  const start = `${version}=`;
  return signature.startsWith(start) && DIGEST.test(signature.slice(start.length));
}

/** In a time that does not depend on where they differ. */
function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
