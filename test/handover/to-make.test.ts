import { describe, expect, it } from '@jest/globals';
import { isToMake } from '../../shared/handover/to-make.ts';
import type { HandedOver } from '../../shared/record/handovers.ts';
import { digest } from '../../shared/runtime/json.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { AWS, OTHER } from './way-cases.ts';

type Access = Parameters<typeof isToMake>[0];
type Handover = NonNullable<AccessView['handover']>;

const NOW = new Date('2026-11-23T12:00:00Z');
const via = 'environment-manager';
const reason = { code: 'held', text: '', advice: '' };

const access = (handover: Partial<Handover> = {}, more: Partial<Access> = {}): Access => ({
  state: 'granted',
  mode: 'apply',
  connection: AWS,
  handover: { create: 'auto', via, ...handover },
  ...more,
});
const done = (more: Partial<HandedOver> = {}): HandedOver => ({
  ...{ accessId: 'a', connectionId: AWS.id, via, state: 'created', at: '' },
  connection: digest(AWS),
  ...more,
});
const due = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const ask = (handover: Partial<Handover> = {}) => access({ create: 'ask', ...handover });

describe('isToMake', () => {
  it.each([
    ['granted, and made unasked', true, access()],
    ['granted, and nobody has asked', false, ask()],
    ['granted, and somebody has asked', true, ask({ asked: true })],
    [
      'granted, and never made by us, asked or not',
      false,
      access({ create: 'never', asked: true }),
    ],
    ['waiting', false, access({ asked: true }, { state: 'waiting' })],
    ['refused', false, access({ asked: true }, { state: 'refused' })],
    ['taken back', false, access({ asked: true }, { state: 'revoked' })],
    ['ending', false, access({ asked: true }, { until: due(60) })],
    ['there, though the rule is in preview', false, access({ asked: true }, { mode: 'preview' })],
    ['held, and nobody has asked', false, access({}, { reason })],
    ['held, and somebody has asked', true, access({ asked: true }, { reason })],
    ['made', false, access({ done: done() })],
    ['made, and asked for again', true, access({ done: done(), asked: true })],
    ['made, and another one now', true, access({ done: done({ connection: digest(OTHER) }) })],
    ['made elsewhere', true, access({ done: done({ via: 'airflow' }) })],
    ['made for an asking, and another one now', false, ask({ done: done({ connection: 'x' }) })],
    ['waiting to be tried', false, access({ done: done({ state: 'waiting', due: due(1) }) })],
    ['due', true, access({ done: done({ state: 'waiting', due: due(0) }) })],
    ['due, and once asked for', true, ask({ done: done({ state: 'refused', due: due(-1) }) })],
  ])('of access that is %s: %s', (_what, expected, one) => {
    expect(isToMake(one, NOW)).toBe(expected);
  });

  it('is false of access that has no connection', () => {
    expect(isToMake({ state: 'granted', mode: 'apply' }, NOW)).toBe(false);
  });
});
