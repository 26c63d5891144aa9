import { describe, expect, it } from '@jest/globals';
import type { Standing } from '../../../shared/policy/plan.ts';
import type { AccessItem } from '../../../shared/record/items.ts';
import type { Order } from '../../../shared/record/order.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { isCrowdedOut } from '../../../shared/stories/grant-access/doubt.ts';
import { ago, GRANT, keep, NOW, problem, situationOf } from '../findings.ts';

const FULL: Standing = { kind: 'refused', problem: problem('trust-policy-full') };
const OTHER: Standing = { kind: 'refused', problem: problem('external-id-conflict') };
const adding = (age: number): Partial<AccessItem> => ({
  wrote: { at: ago(age), what: 'adding' },
});
const ADDED = adding(SECOND);
const SETTLED = { state: 'refused', answers: 'something' } as const;

describe('isCrowdedOut', () => {
  it.each<[string, Partial<AccessItem>, Standing | undefined, boolean, Order, boolean]>([
    ['one that a pass which ended too soon has put there', ADDED, FULL, false, GRANT, true],
    ['one that this pass has put there', { ...SETTLED, ...ADDED }, FULL, true, GRANT, true],
    [
      'one granted just now',
      { ...ADDED, answers: 'x', state: 'granted' },
      FULL,
      false,
      GRANT,
      true,
    ],
    ['not one settled as refused since', { ...SETTLED, ...ADDED }, FULL, false, GRANT, false],
    ['not one put there a minute ago', adding(MINUTE), FULL, false, GRANT, false],
    [
      'not one that was taken out',
      { wrote: { at: ago(0), what: 'removing' } },
      FULL,
      false,
      GRANT,
      false,
    ],
    ['not one that was never written', {}, FULL, true, GRANT, false],
    ['not one refused for another reason', ADDED, OTHER, true, GRANT, false],
    ['not one that is there', ADDED, { kind: 'present' }, true, GRANT, false],
    ['not one of which nothing is known', ADDED, undefined, true, GRANT, false],
    ['not one that nobody asks for', ADDED, FULL, true, keep('held'), false],
  ])('is %s', (_it, row, standing, written, order, expected) => {
    expect(isCrowdedOut(situationOf(order, row), standing, written, NOW)).toBe(expected);
  });
});
