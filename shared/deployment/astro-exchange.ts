import type { Answer, Call, Failure } from './astro-call.ts';
import { type Sending, send } from './send.ts';
import { type Token, withToken } from './token.ts';

export interface Exchange extends Sending {
  /** With or without the trailing `/v1`. */
  readonly url: string;
  readonly organizationId: string;
  readonly token: Token;
}

/** One call over the wire. */
export function exchange(options: Exchange, call: Call): Promise<Answer | Failure> {
  const base = options.url.replace(/\/+$/, '').replace(/\/v1$/, '');
  const organization = encodeURIComponent(options.organizationId);
  const letter = {
    method: call.body === undefined ? 'GET' : 'POST',
    url: `${base}/v1/organizations/${organization}/${call.path}`,
    headers: {
      'x-api-version': '1.0',
      'x-astro-client-identifier': 'deployment-authorizer',
    },
    ...(call.body !== undefined && { body: call.body }),
  } as const;
  return withToken(options.token, (token) => send(options, { ...letter, token }));
}
