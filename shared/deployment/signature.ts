import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConfigError } from '../runtime/errors.ts';
import { type HttpRequest, header } from '../runtime/http.ts';

/** When the request was signed, in whole seconds since 1970. */
export const TIMESTAMP_HEADER = 'X-Deployment-Authorizer-Timestamp';
/** `v1=` and the HMAC-SHA256 in lower-case hexadecimal digits. */
export const SIGNATURE_HEADER = 'X-Deployment-Authorizer-Signature';

/** How many seconds the sender's clock and ours may be apart, either way. */
export const SKEW = 300;

/** What the signature's header says when this secret signed this body at this time. */
export function signatureOf(body: Uint8Array, timestamp: string, secret: string): string {
  const hmac = createHmac('sha256', secret).update(`v1:${timestamp}:`).update(body);
  return `v1=${hmac.digest('hex')}`;
}

/** The secrets in the value of a secret, one to a line: during a rotation the old one and the new. */
export function secretsIn(value: string): readonly string[] {
  const lines = value.split('\n').map((line) => line.trim());
  const secrets = lines.filter((line) => line !== '');
  // An empty one would let everybody sign.
  if (secrets.length === 0) throw new ConfigError('the secret of receive-event is empty');
  return secrets;
}

/**
 * Why nobody with one of the secrets can have sent this just now, in words for whoever did send
 * it; nothing where somebody did. It tells nothing that depends on a secret.
 */
export function unsignedBecause(
  { headers, body }: HttpRequest,
  secrets: readonly string[],
  now: Date,
): string | undefined {
  const timestamp = header(headers, TIMESTAMP_HEADER);
  if (timestamp === undefined || !SECONDS.test(timestamp)) {
    return `${TIMESTAMP_HEADER}: one was expected, in whole seconds since 1970`;
  }
  const age = Math.floor(now.getTime() / 1_000) - Number(timestamp);
  if (Math.abs(age) > SKEW) {
    const apart = age > 0 ? `${age} seconds ago` : `${-age} seconds from now`;
    return `${TIMESTAMP_HEADER}: that is ${apart}, and ${SKEW} are accepted; is the clock right?`;
  }
  const signature = header(headers, SIGNATURE_HEADER);
  if (signature === undefined || !VERSION_1.test(signature)) {
    return `${SIGNATURE_HEADER}: one was expected, "v1=" and 64 lower-case hexadecimal digits`;
  }
  // All of them, so that the time it takes does not say which one it was.
  const fitting = secrets.filter((one) => same(signature, signatureOf(body, timestamp, one)));
  return fitting.length > 0 ? undefined : `${SIGNATURE_HEADER}: it is not of this body and time`;
}

/** Until the year 2286. */
const SECONDS = /^[1-9]\d{9}$/;
const VERSION_1 = /^v1=[0-9a-f]{64}$/;

/** In a time that does not depend on where they differ. */
function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
