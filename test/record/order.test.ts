import { describe, expect, it } from '@jest/globals';
import type { AccessItem, DecisionItem, Want } from '../../shared/record/items.ts';
import {
  claimOf,
  isUnsettled,
  type Order,
  orderDigest,
  orderFor,
} from '../../shared/record/order.ts';
import { placementDigest, placementOf } from '../../shared/record/placement.ts';
import { AT, access, decided, LATER, placement, want } from './samples.ts';

const NOW = new Date('2026-03-01T12:01:00.000Z');
const why = { code: 'held', text: 'It is held.', advice: 'Release it.' };

function decision(
  verdict: DecisionItem['verdict'],
  more: Partial<DecisionItem> = {},
): DecisionItem {
  return {
    accessId: 'access-1',
    verdict,
    by: 'jane',
    at: AT,
    placement: placementDigest(want),
    ...more,
  };
}

const approve: Want = { ...want, mode: 'approve' };
const preview: Want = { ...want, mode: 'preview' };
const ending: Want = { ...want, until: LATER, endingSince: AT };
const over: Want = { ...want, until: NOW.toISOString(), endingSince: AT };
const kept: Want = { ...want, kept: true };
const withheld: Want = { ...want, withheld: true };

describe('orderFor', () => {
  const of = (wanted: Want | undefined, said?: DecisionItem) => {
    const wants = wanted === undefined ? [] : [{ ...want, accessId: 'another' }, wanted];
    const head = { deploymentId: 'deployment-1', ticket: 1, decided: decided({ wants }) };
    return orderFor(access(), head, said);
  };

  it.each<[string, Want | undefined, DecisionItem | undefined, string, string | undefined]>([
    ['grants what is wanted', want, undefined, 'grant', undefined],
    ['withdraws what is not', undefined, undefined, 'withdraw', 'unwanted'],
    ['withdraws what is denied', want, decision('denied'), 'withdraw', 'denied'],
    ['withdraws what ends and is denied', ending, decision('denied'), 'withdraw', 'denied'],
    [
      'withdraws what is not wanted, though it is held',
      undefined,
      decision('held'),
      'withdraw',
      'unwanted',
    ],
    ['keeps what is held', want, decision('held'), 'keep', 'held'],
    ['keeps what ends and is held', over, decision('held'), 'keep', 'held'],
    ['keeps what is withheld and held', withheld, decision('held'), 'keep', 'held'],
    ['grants what is released', want, decision('released'), 'grant', undefined],
    ['only shows what is in mode preview', preview, decision('approved'), 'keep', 'preview'],
    ['waits for an approval', approve, undefined, 'keep', 'approval'],
    ['grants what is approved', approve, decision('approved'), 'grant', undefined],
    [
      'waits where another specification was approved',
      approve,
      decision('approved', { placement: 'another' }),
      'keep',
      'approval',
    ],
    ['waits where another verdict was given', approve, decision('released'), 'keep', 'approval'],
    [
      'grants without approval where none is needed',
      want,
      decision('approved'),
      'grant',
      undefined,
    ],
    ['keeps what ends', ending, undefined, 'keep', 'ending'],
    ['leaves to a decision what has ended by the clock', over, undefined, 'keep', 'ending'],
    ['keeps what ends and somebody keeps', over, decision('kept'), 'keep', 'kept'],
    ['keeps what is kept', kept, undefined, 'keep', 'kept'],
    ['keeps what is withheld', withheld, undefined, 'keep', 'withheld'],
    [
      'keeps what is withheld, though it was to end',
      { ...over, withheld: true },
      undefined,
      'keep',
      'withheld',
    ],
  ])('%s', (_it, wanted, said, kind, code) => {
    const order = of(wanted, said);
    expect([order.kind, order.kind === 'grant' ? undefined : order.why.code]).toEqual([kind, code]);
    expect(order.asked).toBe(said?.at);
    expect(Object.hasOwn(order, 'asked')).toBe(said !== undefined);
    if (order.kind !== 'grant') {
      expect(order.why.text).not.toBe('');
      expect(order.why.advice).not.toBe('');
    }
  });

  it.each([undefined, { deploymentId: 'deployment-1', ticket: 1 }])(
    'takes nothing where the record lost the Deployment: %j',
    (head) => {
      const order = orderFor(access(), head, undefined);
      expect(order).toMatchObject({ kind: 'keep', why: { code: 'record-incomplete' } });
      expect(order).not.toHaveProperty('want');
    },
  );

  it('says who held, denied and keeps it', () => {
    const words = (order: Order) => (order.kind === 'grant' ? '' : order.why.text);
    expect(words(of(want, decision('held')))).toContain('Held by jane');
    expect(words(of(want, decision('denied')))).toContain('Denied by jane');
    expect(words(of(kept, decision('kept')))).toContain('jane said that it stays');
    expect(words(of(kept))).toContain('somebody said that it stays');
  });

  it('wants without an end what is held or kept', () => {
    for (const said of [decision('held'), decision('kept')]) {
      const order = of(ending, said);
      expect(order.kind === 'keep' && order.want).toStrictEqual({ ...want, kept: true });
    }
  });
});

describe('orderDigest', () => {
  const KEEP = { kind: 'keep', want, why } as const;
  const GRANT = { kind: 'grant', want } as const;
  const WITHDRAW = { kind: 'withdraw', why } as const;
  const elsewhere = { ...want, identity: 'another' };
  const other = { ...why, code: 'kept' };

  it.each<[string, Order, Order]>([
    ['another kind', GRANT, KEEP],
    ['another identity', GRANT, { ...GRANT, want: elsewhere }],
    ['another identity that is kept', KEEP, { ...KEEP, want: elsewhere }],
    ['another end', KEEP, { ...KEEP, want: ending }],
    ['another reason to keep it', KEEP, { ...KEEP, why: other }],
    ['another reason to take it', WITHDRAW, { ...WITHDRAW, why: other }],
    ['a person’s word that it be given', GRANT, { ...GRANT, asked: AT }],
    ['a person’s word that it be taken', WITHDRAW, { ...WITHDRAW, asked: AT }],
    ['a person’s asking again', { ...GRANT, asked: LATER }, { ...GRANT, asked: AT }],
    ['one that is to be adopted', GRANT, { ...GRANT, want: { ...want, adopt: true } }],
    ['one that lost its want', KEEP, { kind: 'keep', why }],
  ])('is another one for %s', (_it, one, two) => {
    expect(orderDigest(one)).not.toBe(orderDigest(two));
  });

  it.each<[string, Order, Order]>([
    ['rule gives it', GRANT, { ...GRANT, want: { ...want, rule: 'another' } }],
    ['is said of not adopting', GRANT, { ...GRANT, want: { ...want, adopt: false } }],
    ['the words of its reason', KEEP, { ...KEEP, why: { ...why, text: 'In other words.' } }],
  ])('is the same whatever %s', (_it, one, two) => {
    expect(orderDigest(one)).toBe(orderDigest(two));
  });
});

describe('isUnsettled', () => {
  const GRANT = { kind: 'grant', want } as const;
  const LOST = { kind: 'keep', why: { ...why, code: 'record-incomplete' } } as const;
  const HELD = { kind: 'keep', want, why } as const;
  const answering = (order: Order): Partial<AccessItem> => ({ answers: orderDigest(order) });

  it.each<[string, Partial<AccessItem>, string | undefined, Order, boolean]>([
    ['what answers no order', {}, undefined, GRANT, true],
    ['what answers another', answering(HELD), undefined, GRANT, true],
    ['not what answers this one', answering(GRANT), undefined, GRANT, false],
    ['not what is due later', answering(GRANT), LATER, GRANT, false],
    ['what is due now', answering(GRANT), NOW.toISOString(), GRANT, true],
    ['what was due', answering(GRANT), AT, GRANT, true],
    ['what is held and due', answering(HELD), AT, HELD, true],
    ['not what the record lost', {}, AT, LOST, false],
  ])('is %s', (_it, row, due, order, expected) => {
    expect(isUnsettled(access(row), due, order, NOW)).toBe(expected);
  });
});

describe('claimOf', () => {
  const row = access({ placed: [placement] });
  const base = { accessId: 'access-1', placed: [placement], since: AT };
  const wanted = placementOf(want);

  it.each<[string, Order, boolean, object]>([
    ['wants what is granted', { kind: 'grant', want }, false, { wanted }],
    ['adopts', { kind: 'grant', want: { ...want, adopt: true } }, false, { wanted, adopt: true }],
    ['is barred', { kind: 'grant', want }, true, { wanted, barred: true }],
    [
      'is barred where it is kept',
      { kind: 'keep', want: { ...want, adopt: true }, why },
      false,
      { barred: true },
    ],
    ['wants nothing where it is withdrawn', { kind: 'withdraw', why }, false, {}],
    ['is barred where it cannot be taken', { kind: 'withdraw', why }, true, { barred: true }],
  ])('%s', (_it, order, barred, more) => {
    expect(claimOf(row, order, barred)).toStrictEqual({ ...base, ...more });
  });

  it('has placed what was taken out, until it is seen to stay out', () => {
    const taken = [{ ...placement, identity: 'arn:aws:iam::111122223333:role/astro-former' }];
    const { placed } = claimOf({ ...row, taken }, { kind: 'withdraw', why }, false);
    expect(placed).toEqual([placement, ...taken]);
  });
});
