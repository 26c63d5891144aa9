import { describe, expect, it } from '@jest/globals';
import type { AccessItem } from '../../../shared/record/items.ts';
import { type Order, orderDigest } from '../../../shared/record/order.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import { isResting } from '../../../shared/stories/grant-access/resting.ts';
import { AT, access, LATER } from '../../record/samples.ts';
import { GRANT, NOW, problem, WITHDRAW } from '../findings.ts';

const row = (more: Partial<AccessItem>, due?: string) => ({
  item: access({ answers: orderDigest(GRANT), ...more }),
  version: 1,
  ...(due !== undefined && { due }),
});
const WAITS: Partial<AccessItem> = { state: 'waiting', reason: problem('identity-not-visible') };
const refused = (code: string): Partial<AccessItem> => ({
  state: 'refused',
  reason: problem(code),
});

describe('isResting', () => {
  it.each<[string, Partial<AccessItem>, string | undefined, boolean]>([
    ['rests until it is due', WAITS, LATER, true],
    ['is tried again when it is due', WAITS, NOW.toISOString(), false],
    ['is tried again after that', WAITS, AT, false],
    ['is tried where nothing says when', WAITS, undefined, false],
    ['is tried for another order', { ...WAITS, answers: orderDigest(WITHDRAW) }, LATER, false],
    [
      'is tried where it waits for something else',
      { ...WAITS, reason: problem('held') },
      LATER,
      false,
    ],
    ['is tried where there is no reason', {}, LATER, false],
    ['rests where the cloud refused it', refused('domain-restricted'), LATER, true],
    ['rests where it was put back often enough', refused('contested'), LATER, true],
    ['is tried a day after it was refused', refused('contested'), NOW.toISOString(), false],
    ['is tried where it is granted', { ...refused('contested'), state: 'granted' }, LATER, false],
    ['is planned where there may be room by now', refused('policy-full'), LATER, false],
    ['is read where the target may be there by now', refused('target-gone'), LATER, false],
  ])('%s', (_it, item, due, rests) => {
    expect(isResting(row(item, due), GRANT, NOW)).toBe(rests);
  });

  it.each<[string, string, Order, boolean]>([
    ['a right that we have got meanwhile', 'access-denied', GRANT, false],
    ['a stranger who went meanwhile', 'orphan-principal', GRANT, false],
    ['a right to take back', 'access-denied', WITHDRAW, false],
    ['what is wrong with the access itself', 'malformed-policy', GRANT, true],
  ])('once the cloud has taken a write, is about %s', (_it, code, order, still) => {
    const one = row({ ...refused(code), answers: orderDigest(order) }, LATER);
    const pass = newPass();
    expect(isResting(one, order, NOW, pass)).toBe(true);
    pass.written.add('access-2');
    expect(isResting(one, order, NOW, pass)).toBe(still);
  });
});
