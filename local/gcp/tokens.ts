import { Refusal } from './refusal.ts';

const HOUR = 3_600;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Shaped as a Google-signed OIDC token is; its signature is none. */
export function identityToken(audience: string, email: string, now: Date): string {
  const issued = Math.floor(now.getTime() / 1_000);
  const claims = {
    aud: audience,
    azp: '100000000000000000001',
    email,
    email_verified: true,
    exp: issued + HOUR,
    iat: issued,
    iss: 'https://accounts.google.com',
    sub: '100000000000000000001',
  };
  const header = { alg: 'RS256', kid: 'local', typ: 'JWT' };
  return `${part(header)}.${part(claims)}.${Buffer.from('unsigned').toString('base64url')}`;
}

/** Access tokens that the metadata server gave out. */
export class AccessTokens {
  readonly #given = new Set<string>();

  give(): { access_token: string; expires_in: number; token_type: string } {
    const token = `ya29.local-${this.#given.size + 1}`;
    this.#given.add(token);
    return { access_token: token, expires_in: HOUR - 1, token_type: 'Bearer' };
  }

  /** Throws what Google answers to a caller that it does not know. */
  check(authorization: string | undefined): void {
    if (this.#given.has(authorization?.replace(/^Bearer /, '') ?? '')) return;
    throw new Refusal(
      401,
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login ' +
        'cookie or other valid authentication credential.',
    );
  }
}
