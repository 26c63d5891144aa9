import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../shared/cloud/errors.ts';
import {
  SIGNATURE_HEADER,
  signatureOf,
  TIMESTAMP_HEADER,
} from '../../shared/deployment/signature.ts';
import { takenSignatures } from '../../shared/deployment/taken.ts';
import { ConfigError } from '../../shared/runtime/errors.ts';
import type { HttpRequest } from '../../shared/runtime/http.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { receiveEvent } from '../../shared/stories/receive-event.ts';

const ID = 'clmh57jtm000008lb58fe2wmv';
const SECRET = 'the-secret';
const NOW = new Date('2026-01-15T09:30:00Z');
const SECONDS = String(NOW.getTime() / 1_000);

function signed(text: string | Uint8Array, method = 'POST'): HttpRequest {
  const body = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  const signature = signatureOf(body, SECONDS, SECRET);
  return { method, headers: { [TIMESTAMP_HEADER]: SECONDS, [SIGNATURE_HEADER]: signature }, body };
}

function unsigned(request: HttpRequest): HttpRequest {
  return { ...request, headers: { [TIMESTAMP_HEADER]: SECONDS } };
}

function station(value = SECRET) {
  const sent: string[] = [];
  const log: string[] = [];
  const faults: Error[] = [];
  const tools = {
    secret: async () => value,
    taken: takenSignatures(),
    queues: {
      decide: async (ids: readonly string[]) => {
        const fault = faults.shift();
        if (fault !== undefined) throw fault;
        sent.push(...ids);
      },
    },
    clock: { now: () => NOW, sleep: async () => {} },
    logger: jsonLogger((line) => log.push(line)),
  };
  return { sent, log, faults, receive: (request: HttpRequest) => receiveEvent(request, tools) };
}

const EVENT = signed(JSON.stringify({ deploymentId: ID }));

describe('receiveEvent', () => {
  it('sends on the id, and nothing else of what it was sent', async () => {
    const { receive, sent, log } = station();
    const event = signed(JSON.stringify({ deploymentId: ID, workloadIdentity: '*' }));
    expect(await receive(event)).toEqual({ status: 202, body: { accepted: true } });
    expect(sent).toEqual([ID]);
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'event.received', deploymentId: ID },
    ]);
  });

  it.each([`${SECRET}\nthe-next`, `the-one-before\n${SECRET}`])(
    'takes either of two secrets: %j',
    async (value) => {
      expect(await station(value).receive(EVENT)).toMatchObject({ status: 202 });
    },
  );

  it.each<readonly [string, number, HttpRequest, string]>([
    ['what is not signed', 401, unsigned(EVENT), 'X-Deployment-Authorizer-Signature: one was'],
    ['what is neither signed nor JSON', 401, unsigned(signed('{')), 'Signature: one was expected'],
    ['what was changed', 401, { ...EVENT, body: Buffer.from('{}') }, 'not of this body'],
    ['what is not JSON', 400, signed('{"deploymentId"'), 'JSON was expected'],
    ['nothing', 400, signed(''), 'JSON was expected'],
    ['no id', 400, signed('{}'), 'deploymentId: the id of a Deployment'],
    ['bytes that are no text', 400, signed(Buffer.from([0xff, 0xfe])), 'JSON was expected'],
    ['too much', 413, signed(`"${'x'.repeat(16 * 1_024)}"`), '16384 bytes at the most'],
    ['too much that nobody signed', 413, unsigned(signed('x'.repeat(16_385))), 'not 16385'],
    ['a GET', 405, signed('', 'GET'), 'POST was expected'],
    ['a PUT that is signed', 405, { ...EVENT, method: 'PUT' }, 'POST was expected'],
  ])('refuses %s: %i', async (_what, status, request, error) => {
    const { receive, sent, log } = station();
    const answer = await receive(request);
    expect(answer).toMatchObject({ status, body: { error: expect.stringContaining(error) } });
    expect(sent).toEqual([]);
    expect(log.join()).toContain(`"event":"request.refused","status":${status}`);
  });

  it('reads as much as is taken', async () => {
    const text = JSON.stringify({ deploymentId: ID });
    expect(await station().receive(signed(text.padEnd(16 * 1_024)))).toMatchObject({ status: 202 });
  });

  it('says which method is allowed', async () => {
    const answer = await station().receive(signed('', 'DELETE'));
    expect(answer.headers).toEqual({ allow: 'POST' });
  });

  it('repeats nothing of what was sent, to the sender or in the log', async () => {
    const { receive, log } = station();
    const answer = await receive(signed('{"deploymentId": "hunter2"}'));
    expect([JSON.stringify(answer), ...log].join()).not.toContain('hunter2');
  });

  it('refuses what it took already, and sends it once', async () => {
    const { receive, sent } = station();
    const answers = await Promise.all([receive(EVENT), receive(EVENT)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 401]);
    expect(sent).toEqual([ID]);
  });

  it('takes one after the other, each signed by itself', async () => {
    const { receive, sent } = station();
    const other = 'clmh57jtm000008lb58fe2wmw';
    await receive(EVENT);
    await receive(signed(JSON.stringify({ deploymentId: other })));
    expect(sent).toEqual([ID, other]);
  });

  it('says why it does not take the same twice', async () => {
    const { receive } = station();
    await receive(EVENT);
    const error = expect.stringContaining(`${SIGNATURE_HEADER}: it was taken already`);
    expect(await receive(EVENT)).toMatchObject({ body: { error } });
  });

  it('takes it again when it could not be sent on', async () => {
    const { receive, sent, faults } = station();
    faults.push(new TransientError('1 events were not taken'));
    await expect(receive(EVENT)).rejects.toThrow(TransientError);
    expect(await receive(EVENT)).toMatchObject({ status: 202 });
    expect(sent).toEqual([ID]);
  });

  it('takes nothing from anybody while the secret is empty', async () => {
    const { receive, sent } = station(' \n');
    const body = EVENT.body;
    const signature = signatureOf(body, SECONDS, '');
    const headers = { [TIMESTAMP_HEADER]: SECONDS, [SIGNATURE_HEADER]: signature };
    const received = receive({ method: 'POST', headers, body });
    await expect(received).rejects.toThrow(new ConfigError('the secret of receive-event is empty'));
    expect(sent).toEqual([]);
  });
});
