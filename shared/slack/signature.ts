import type { HttpRequest } from '../runtime/http.ts';
import { notSignedBecause, type Scheme, signatureBy } from '../runtime/signed-request.ts';

export const SLACK_TIMESTAMP_HEADER = 'X-Slack-Request-Timestamp';
export const SLACK_SIGNATURE_HEADER = 'X-Slack-Signature';

const SLACKS: Scheme = {
  version: 'v0',
  timestampHeader: SLACK_TIMESTAMP_HEADER,
  signatureHeader: SLACK_SIGNATURE_HEADER,
};

/** What Slack says in the signature's header when it signs this body at this time. */
export function slackSignatureOf(body: Uint8Array, timestamp: string, secret: string): string {
  return signatureBy(SLACKS, body, timestamp, secret);
}

/** Why Slack cannot have sent this just now to an app with one of these secrets; nothing where it did. */
export function notFromSlackBecause(
  request: HttpRequest,
  secrets: readonly string[],
  now: Date,
): string | undefined {
  return notSignedBecause(SLACKS, request, secrets, now);
}
