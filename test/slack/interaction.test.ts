import { describe, expect, it } from '@jest/globals';
import { payloadOf, signedForm } from '../../local/slack/press.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';
import { parseInteraction } from '../../shared/slack/interaction.ts';

const AT = new Date('2026-01-15T09:30:00.250Z');
const PRESSING = {
  button: { action_id: 'approve', value: '{"d":"clmh","r":"0123"}' },
  userId: 'U0ANN',
  message: { channel: 'C0DATAOPS1', ts: '1768469000.000100', text: 'Zürich & <東京>', blocks: [] },
  at: AT,
};
const PAYLOAD = payloadOf(PRESSING);
const [ACTION] = PAYLOAD.actions;
const read = (payload: unknown) => parseInteraction(Buffer.from(signedForm(payload).body));
const readForm = (form: string) => parseInteraction(Buffer.from(form));

describe('parseInteraction', () => {
  it('reads a press of a button, and nothing that it does not need', () => {
    expect(read(PAYLOAD)).toEqual({
      kind: 'button',
      appId: 'A0LOCALAPP',
      teamId: 'T0ACME',
      user: { id: 'U0ANN', name: 'ann' },
      channel: 'C0DATAOPS1',
      at: AT,
      actionId: 'approve',
      value: '{"d":"clmh","r":"0123"}',
    });
  });

  it('reads a press in a thread', () => {
    const message = { ...PRESSING.message, threadTs: '1768468000.000100' };
    expect(read(payloadOf({ ...PRESSING, message }))).toMatchObject({
      threadTs: '1768468000.000100',
    });
  });

  it.each([
    ['a link, which has no value', { ...PAYLOAD, actions: [{ ...ACTION, value: undefined }] }, {}],
    ['an app for all of an Enterprise', { ...PAYLOAD, team: null }, {}],
    [
      'a user without a user name',
      { ...PAYLOAD, user: { id: 'W012ABC', name: 'jane' } },
      { user: { id: 'W012ABC', name: 'jane' } },
    ],
    [
      'a user without any',
      { ...PAYLOAD, user: { id: 'U0ANN' } },
      { user: { id: 'U0ANN', name: '' } },
    ],
    [
      'a user with a name without end',
      { ...PAYLOAD, user: { id: 'U0ANN', username: 'x'.repeat(500) } },
      { user: { id: 'U0ANN', name: 'x'.repeat(80) } },
    ],
  ])('reads %s', (_what, payload, part) => {
    expect(read(payload)).toMatchObject({ kind: 'button', ...part });
  });

  it.each([
    ['view_submission', { ...PAYLOAD, type: 'view_submission' }],
    ['block_actions', { ...PAYLOAD, container: { type: 'view', view_id: 'V1' } }],
    ['shortcut', { type: 'shortcut', callback_id: 'x' }],
    ['undefined', {}],
    ['undefined', null],
    ['undefined', [1]],
    ['object', { type: { toString: 1 } }],
  ])('has no part in %s', (type, payload) => {
    expect(read(payload)).toEqual({ kind: 'other', type });
  });

  it('answers when Slack looks whether somebody does', () => {
    expect(readForm('ssl_check=1&token=x')).toEqual({ kind: 'other', type: 'ssl_check' });
  });

  it.each<readonly [string, () => unknown]>([
    ['nothing', () => readForm('')],
    ['no form', () => readForm('{"type":"block_actions"}')],
    ['a form without a payload', () => readForm('a=b')],
    ['a payload that is no JSON', () => readForm('payload=%7B')],
    ['bytes that are no text', () => parseInteraction(Buffer.from([0xff, 0xfe]))],
    ['no actions', () => read({ ...PAYLOAD, actions: [] })],
    ['no user', () => read({ ...PAYLOAD, user: undefined })],
    ['an id that is none', () => read({ ...PAYLOAD, user: { id: '<!channel>' } })],
    ['no app', () => read({ ...PAYLOAD, api_app_id: '' })],
    ['no channel', () => read({ ...PAYLOAD, container: { type: 'message' } })],
    ['no moment', () => read({ ...PAYLOAD, actions: [{ ...ACTION, action_ts: 'now' }] })],
    [
      'a value without end',
      () => read({ ...PAYLOAD, actions: [{ ...ACTION, value: 'x'.repeat(2_001) }] }),
    ],
  ])('refuses %s', (_what, parse) => {
    expect(parse).toThrow(InvalidEventError);
  });

  it('repeats nothing of what it refuses', () => {
    expect(() => read({ ...PAYLOAD, api_app_id: 7, user: { id: 'hunter2' } })).toThrow(
      /^payload: not as Slack sends it at api_app_id, user.id$/,
    );
  });
});
