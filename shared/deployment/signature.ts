import type { HttpRequest } from '../runtime/http.ts';
import { notSignedBecause, type Scheme, signatureBy } from '../runtime/signed-request.ts';

/** When the request was signed, in whole seconds since 1970. */
export const TIMESTAMP_HEADER = 'X-Deployment-Authorizer-Timestamp';
/** `v1=` and the HMAC-SHA256 in lower-case hexadecimal digits. */
export const SIGNATURE_HEADER = 'X-Deployment-Authorizer-Signature';

const OURS: Scheme = {
  version: 'v1',
  timestampHeader: TIMESTAMP_HEADER,
  signatureHeader: SIGNATURE_HEADER,
};

/** What the signature's header says when this secret signed this body at this time. */
export function signatureOf(body: Uint8Array, timestamp: string, secret: string): string {
  return signatureBy(OURS, body, timestamp, secret);
}

/** Why nobody with one of the secrets can have sent this just now; nothing where somebody did. */
export function unsignedBecause(
  request: HttpRequest,
  secrets: readonly string[],
  now: Date,
): string | undefined {
  return notSignedBecause(OURS, request, secrets, now);
}
