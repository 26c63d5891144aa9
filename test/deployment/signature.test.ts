import { describe, expect, it } from '@jest/globals';
import {
  SIGNATURE_HEADER,
  signatureOf,
  TIMESTAMP_HEADER,
  unsignedBecause,
} from '../../shared/deployment/signature.ts';
import type { HttpHeaders } from '../../shared/runtime/http.ts';
import { SKEW } from '../../shared/runtime/signed-request.ts';

const NOW = new Date('2026-01-15T09:30:00.900Z');
const SECONDS = Math.floor(NOW.getTime() / 1_000);
const OLD = 'the-old-secret';
const NEW = 'the-new-secret';
const TEXT = '{"deploymentId":"clmh57jtm000008lb58fe2wmv"}';
const bytes = (text: string) => Buffer.from(text, 'utf8');
const sign = (text = TEXT, at: number | string = SECONDS, secret = NEW) =>
  signatureOf(bytes(text), String(at), secret);

interface Sent {
  readonly timestamp?: string | number;
  readonly signature?: string;
  readonly text?: string;
  readonly headers?: HttpHeaders;
}

/** Signed rightly at this moment with the new secret, but for what is said. */
function why(sent: Sent, secrets: readonly string[] = [OLD, NEW]): string | undefined {
  const { timestamp = SECONDS, text = TEXT, signature = sign(text, timestamp) } = sent;
  const headers = sent.headers ?? {
    [TIMESTAMP_HEADER]: String(timestamp),
    [SIGNATURE_HEADER]: signature,
  };
  return unsignedBecause({ method: 'POST', headers, body: bytes(text) }, secrets, NOW);
}

describe('signatureOf', () => {
  it('is what openssl makes of v1:<timestamp>:<body>', () => {
    // printf 'v1:1768469400:%s' "$body" | openssl dgst -sha256 -hmac secret-of-the-fixtures
    const digest = 'c603ca1535dbeef58a235bff2c21a46be1e12df2c38317cc80838dc51615991d';
    expect(signatureOf(bytes(TEXT), '1768469400', 'secret-of-the-fixtures')).toBe(`v1=${digest}`);
  });
});

describe('unsignedBecause', () => {
  it.each<readonly [string, Sent]>([
    ['now', {}],
    ['as long ago as is accepted', { timestamp: SECONDS - SKEW }],
    ['by a clock that is ahead as far as is accepted', { timestamp: SECONDS + SKEW }],
    ['with the secret that is about to go', { signature: sign(TEXT, SECONDS, OLD) }],
    ['over text beyond ASCII', { text: '{"note":"Zürich – 東京 🚀"}' }],
    ['over nothing', { text: '' }],
    [
      'in headers of lower case',
      {
        headers: {
          'x-deployment-authorizer-timestamp': String(SECONDS),
          'x-deployment-authorizer-signature': sign(),
        },
      },
    ],
  ])('has no reason when it was signed %s', (_how, sent) => {
    expect(why(sent)).toBeUndefined();
  });

  it.each<readonly [string, Sent, string]>([
    ['replayed later', { timestamp: SECONDS - SKEW - 1 }, 'that is 301 seconds ago'],
    ['from the future', { timestamp: SECONDS + SKEW + 1 }, 'that is 301 seconds from now'],
    ['without a timestamp', { headers: { [SIGNATURE_HEADER]: sign() } }, 'Timestamp: one was'],
    [
      'with two timestamps',
      { headers: { [TIMESTAMP_HEADER]: [`${SECONDS}`, `${SECONDS}`], [SIGNATURE_HEADER]: sign() } },
      'Timestamp: one was expected',
    ],
    ['with two timestamps in one', { timestamp: `${SECONDS}, ${SECONDS}` }, 'Timestamp: one was'],
    ['in milliseconds', { timestamp: SECONDS * 1_000 }, 'in whole seconds since 1970'],
    ['in parts of seconds', { timestamp: `${SECONDS}.5` }, 'in whole seconds since 1970'],
    ['at a time with a sign', { timestamp: `+${SECONDS}` }, 'in whole seconds since 1970'],
    ['at a time with a space', { timestamp: ` ${SECONDS}` }, 'in whole seconds since 1970'],
    ['at a time that is none', { timestamp: 'NaN' }, 'in whole seconds since 1970'],
    ['at no time', { timestamp: '' }, 'in whole seconds since 1970'],
    ['in ISO 8601', { timestamp: NOW.toISOString() }, 'in whole seconds since 1970'],
    [
      'without a signature',
      { headers: { [TIMESTAMP_HEADER]: String(SECONDS) } },
      'Signature: one was expected',
    ],
    [
      'with two signatures',
      { headers: { [TIMESTAMP_HEADER]: `${SECONDS}`, [SIGNATURE_HEADER]: [sign(), sign()] } },
      'Signature: one was expected',
    ],
    ['with two signatures in one', { signature: `${sign()},${sign()}` }, 'Signature: one was'],
    ['with a signature of nothing', { signature: '' }, 'Signature: one was expected'],
    ['with half a signature', { signature: sign().slice(0, 35) }, '64 lower-case hexadecimal'],
    ['with more than a signature', { signature: `${sign()}00` }, '64 lower-case hexadecimal'],
    ['in capitals', { signature: sign().toUpperCase() }, '64 lower-case hexadecimal'],
    ['in another version', { signature: sign().replace('v1', 'v2') }, '"v1=" and 64'],
    ['in another way', { signature: sign().replace('v1', 'sha256') }, '"v1=" and 64'],
    ['without a version', { signature: sign().slice(3) }, '"v1=" and 64'],
    [
      'with another secret',
      { signature: sign(TEXT, SECONDS, 'another-secret') },
      'it is not of this body and time',
    ],
    ['with an empty secret', { signature: sign(TEXT, SECONDS, '') }, 'not of this body and time'],
    ['for another body', { signature: sign(`${TEXT} `) }, 'it is not of this body and time'],
    ['for another time', { signature: sign(TEXT, SECONDS - 1) }, 'not of this body and time'],
    [
      'for the same text in other bytes',
      { text: 'Zu\u0308rich', signature: sign('Z\u00fcrich') },
      'it is not of this body and time',
    ],
    [
      'for a body whose beginning was moved into the time',
      { timestamp: `${SECONDS}:1`, signature: sign(`1:${TEXT}`) },
      'in whole seconds since 1970',
    ],
    ['with zeros', { signature: `v1=${'0'.repeat(64)}` }, 'it is not of this body and time'],
  ])('says why what was signed %s is not', (_how, sent, reason) => {
    expect(why(sent)).toContain(reason);
  });

  it('no longer takes a secret that has gone', () => {
    const sent = { signature: sign(TEXT, SECONDS, OLD) };
    expect(why(sent, [NEW])).toContain('it is not of this body and time');
  });

  it('never says what the right signature would have been', () => {
    expect(why({ signature: `v1=${'0'.repeat(64)}` })).not.toContain(sign().slice(3, 11));
  });
});
