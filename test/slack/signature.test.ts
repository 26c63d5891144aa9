import { describe, expect, it } from '@jest/globals';
import type { HttpHeaders } from '../../shared/runtime/http.ts';
import {
  notFromSlackBecause,
  SLACK_SIGNATURE_HEADER,
  SLACK_TIMESTAMP_HEADER,
  slackSignatureOf,
} from '../../shared/slack/signature.ts';

const BODY = 'payload=%7B%22type%22%3A%22block_actions%22%7D';
const SECRET = 'secret-of-the-fixtures';
const AT = 1_768_469_400;
const bytes = (text: string) => Buffer.from(text, 'utf8');
const sign = (text = BODY, at: number | string = AT, secret = SECRET) =>
  slackSignatureOf(bytes(text), String(at), secret);

interface Sent {
  readonly timestamp?: number | string;
  readonly signature?: string;
  readonly headers?: HttpHeaders;
}

/** Signed rightly at this moment, but for what is said. */
function why(
  { timestamp = AT, signature = sign(BODY, timestamp), headers }: Sent,
  secrets: readonly string[] = ['another', SECRET],
): string | undefined {
  const usual = {
    [SLACK_TIMESTAMP_HEADER]: String(timestamp),
    [SLACK_SIGNATURE_HEADER]: signature,
  };
  const request = { method: 'POST', headers: headers ?? usual, body: bytes(BODY) };
  return notFromSlackBecause(request, secrets, new Date(AT * 1_000));
}

describe('slackSignatureOf', () => {
  it('is what openssl makes of v0:<timestamp>:<body>', () => {
    // printf 'v0:1768469400:%s' "$body" | openssl dgst -sha256 -hmac secret-of-the-fixtures
    const digest = 'd2443eb9668e5eb1de79fc64451be680965e70110ae2b1913f8c46da2503b967';
    expect(sign()).toBe(`v0=${digest}`);
  });
});

describe('notFromSlackBecause', () => {
  it.each<readonly [string, Sent]>([
    ['now', {}],
    ['five minutes ago', { timestamp: AT - 300 }],
    ['by a clock that is five minutes ahead', { timestamp: AT + 300 }],
    [
      'in headers of lower case',
      {
        headers: {
          'x-slack-request-timestamp': String(AT),
          'x-slack-signature': sign(),
        },
      },
    ],
  ])('has no reason when Slack signed it %s', (_how, sent) => {
    expect(why(sent)).toBeUndefined();
  });

  it.each<readonly [string, Sent, string]>([
    ['six minutes ago', { timestamp: AT - 301 }, 'that is 301 seconds ago'],
    ['in the future', { timestamp: AT + 301 }, 'that is 301 seconds from now'],
    [
      'without a timestamp',
      { headers: { [SLACK_SIGNATURE_HEADER]: sign() } },
      'Timestamp: one was',
    ],
    [
      'without a signature',
      { headers: { [SLACK_TIMESTAMP_HEADER]: String(AT) } },
      'X-Slack-Signature: one was expected, "v0="',
    ],
    [
      'with two signatures',
      {
        headers: {
          [SLACK_TIMESTAMP_HEADER]: String(AT),
          [SLACK_SIGNATURE_HEADER]: [sign(), sign()],
        },
      },
      'one was expected',
    ],
    ['by half', { signature: sign().slice(0, 40) }, '64 lower-case hexadecimal digits'],
    ['in capitals', { signature: sign().toUpperCase() }, '64 lower-case hexadecimal digits'],
    ['as version 1', { signature: sign().replace('v0', 'v1') }, '"v0=" and 64'],
    ['with another secret', { signature: sign(BODY, AT, 'no') }, 'not of this body and time'],
    ['with no secret', { signature: sign(BODY, AT, '') }, 'not of this body and time'],
    ['for another body', { signature: sign(`${BODY}&a=b`) }, 'not of this body and time'],
    ['for another time', { signature: sign(BODY, AT - 1) }, 'not of this body and time'],
  ])('says why what was signed %s is not of Slack', (_how, sent, reason) => {
    expect(why(sent)).toContain(reason);
  });

  it('no longer takes a secret that has gone', () => {
    expect(why({}, ['another'])).toContain('not of this body and time');
  });
});
