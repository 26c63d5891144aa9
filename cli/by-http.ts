import { GoogleAuth } from 'google-auth-library';
import { ConfigError } from '../shared/runtime/errors.ts';
import { answerOf, OperateFailedError } from './answer.ts';
import type { Ask } from './way.ts';

/** By the Cloud Run function at that address: `roles/run.invoker` says who may. */
export function byHttp(url: string, token?: string): Ask {
  checkAddress(url);
  return async (payload) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: token ? `Bearer ${token}` : await identityToken(url),
      },
      body: JSON.stringify(payload),
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answerOf(body, url);
    throw new OperateFailedError(reason(response.status, body, url));
  };
}

/** A token that goes over plain HTTP is everybody's on the way. */
function checkAddress(url: string): void {
  const { protocol, hostname } = URL.parse(url) ?? {};
  if (protocol === 'https:') return;
  if (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost')) return;
  throw new ConfigError(`operate is at an address that begins with https://, not at ${url}`);
}

async function identityToken(url: string): Promise<string> {
  const client = await new GoogleAuth().getIdTokenClient(url);
  const headers = await client.getRequestHeaders(url);
  return headers.get('authorization') ?? '';
}

function reason(status: number, body: unknown, url: string): string {
  const { error } = (body ?? {}) as { readonly error?: unknown };
  if (typeof error === 'string') return error;
  const denied = status === 401 || status === 403;
  const advice = denied
    ? ': it wants roles/run.invoker; a person may need OPERATE_TOKEN=$(gcloud auth print-identity-token)'
    : '';
  return `${url} answered ${status}${advice}`;
}
