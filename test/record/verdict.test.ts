import { describe, expect, it } from '@jest/globals';
import type { DecisionItem, Want } from '../../shared/record/items.ts';
import { orderDigest, orderFor } from '../../shared/record/order.ts';
import { placementDigest } from '../../shared/record/placement.ts';
import { isDenied, isGiven, isKept, staying } from '../../shared/record/verdict.ts';
import { access, decided, want } from './samples.ts';

const BEFORE = '2026-03-02T10:00:00.000Z';
const SINCE = '2026-03-02T11:00:00.000Z';
const PRESSED = '2026-03-02T11:30:00.000Z';
const UNTIL = '2026-03-03T11:00:00.000Z';
const PASSED = '2026-03-02T11:59:00.000Z';

const ending: Want = { ...want, until: UNTIL, endingSince: SINCE };
const kept: Want = { ...want, kept: true };
const withheld: Want = { ...want, withheld: true };

const said = (verdict: DecisionItem['verdict'], more: Partial<DecisionItem> = {}) => ({
  accessId: want.accessId,
  verdict,
  by: 'jane',
  at: PRESSED,
  placement: placementDigest(want),
  ...more,
});

const ANOTHER = { placement: 'of something else' };

function orderOf(one: Want, decision?: DecisionItem): string {
  const head = { deploymentId: 'deployment-1', ticket: 1, decided: decided({ wants: [one] }) };
  const order = orderFor(access(), head, decision);
  return order.kind === 'grant' ? 'grant' : `${order.kind} ${order.why.code}`;
}

describe('orderFor', () => {
  it.each<[string, Want, DecisionItem | undefined, string]>([
    ['what is given', want, undefined, 'grant'],
    ['what is given and was kept once', want, said('kept'), 'grant'],
    ['what ends', ending, undefined, 'keep ending'],
    ['what has ended by the clock', { ...ending, until: PASSED }, undefined, 'keep ending'],
    ['what ends and was kept', ending, said('kept'), 'keep kept'],
    [
      'what has ended while it was being kept',
      { ...ending, until: PASSED },
      said('kept'),
      'keep kept',
    ],
    ['what was kept before it began to end', ending, said('kept', { at: BEFORE }), 'keep ending'],
    ['what ends, another of which was kept', ending, said('kept', ANOTHER), 'keep ending'],
    ['what ends and is denied', ending, said('denied'), 'withdraw denied'],
    ['what ends and is held', { ...ending, until: PASSED }, said('held'), 'keep held'],
    ['what ends and was approved', ending, said('approved'), 'keep ending'],
    ['what is kept', kept, said('kept'), 'keep kept'],
    ['what is kept though the decision is lost', kept, undefined, 'keep kept'],
    ['what is kept and then denied', kept, said('denied'), 'withdraw denied'],
    ['what the breaker withholds', withheld, said('kept'), 'keep withheld'],
    ['what the breaker withholds and is denied', withheld, said('denied'), 'withdraw denied'],
  ])('of %s', (_it, one, decision, order) => {
    expect(orderOf(one, decision)).toBe(order);
  });

  it('is the same before and after decide-access has written down that it stays', () => {
    const orders = [ending, staying(ending)].map((one) =>
      orderFor(
        access(),
        { deploymentId: 'deployment-1', ticket: 1, decided: decided({ wants: [one] }) },
        said('kept'),
      ),
    );
    expect(new Set(orders.map(orderDigest)).size).toBe(1);
  });
});

describe('isGiven', () => {
  it.each([
    [want, true],
    [ending, false],
    [kept, false],
    [withheld, false],
  ])('of %j is %p', (one, given) => expect(isGiven(one)).toBe(given));
});

describe('isDenied', () => {
  it.each<[Want['mode'], Partial<DecisionItem>, boolean]>([
    ['apply', {}, true],
    ['apply', ANOTHER, true],
    ['approve', {}, true],
    ['approve', ANOTHER, false],
    ['approve', { verdict: 'held' }, false],
  ])('in mode %s with %j is %p', (mode, more, denied) => {
    expect(isDenied({ ...want, mode }, said('denied', more))).toBe(denied);
  });
});

describe('isKept', () => {
  it.each<[string, Want, Partial<DecisionItem>, boolean]>([
    ['what is given', want, {}, false],
    ['what ends', ending, {}, true],
    ['what ends since that moment', ending, { at: SINCE }, true],
    ['what began to end later', ending, { at: BEFORE }, false],
    ['what ends, by another decision', ending, { verdict: 'approved' }, false],
    ['what was kept before', kept, { at: BEFORE }, true],
    ['what was kept before as something else', kept, ANOTHER, false],
  ])('of %s', (_it, one, more, expected) => {
    expect(isKept(one, said('kept', more))).toBe(expected);
  });
});

describe('staying', () => {
  it('takes the end from what ends, and leaves everything else as it is', () => {
    expect(staying(ending)).toEqual(kept);
    for (const one of [want, kept, withheld]) expect(staying(one)).toEqual(one);
  });
});
