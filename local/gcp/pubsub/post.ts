import { identityToken } from '../tokens.ts';
import { envelope, type Message } from './messages.ts';
import type { SubscriptionOptions } from './subscription.ts';

// What Pub/Sub takes for an acknowledgement.
const ACKNOWLEDGED: readonly number[] = [102, 200, 201, 202, 204];

const AGENT = 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)';

/** Pushes the message once, and says whether it was acknowledged in time. */
export async function post(
  { message, attempt }: { readonly message: Message; readonly attempt: number },
  subscription: string,
  options: SubscriptionOptions,
  now: Date,
  closed: AbortSignal,
): Promise<boolean> {
  const { pushEndpoint = '', ackDeadlineSeconds = 10, deadLetter, oidc } = options;
  const token = oidc && identityToken(oidc.audience ?? pushEndpoint, oidc.serviceAccount, now);
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const response = await fetch(pushEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': AGENT, ...authorization },
      body: JSON.stringify(envelope(message, subscription, deadLetter ? attempt : undefined)),
      signal: AbortSignal.any([AbortSignal.timeout(ackDeadlineSeconds * 1_000), closed]),
    });
    await response.body?.cancel();
    return ACKNOWLEDGED.includes(response.status);
  } catch {
    // Refused, cut off or too late: Pub/Sub tells no one, and sends it again.
    return false;
  }
}
