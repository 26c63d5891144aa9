import { describe, expect, it } from '@jest/globals';
import { asIfGranted, isProposed } from '../../../shared/stories/grant-access/as-if-granted.ts';
import { placement } from '../../record/samples.ts';
import { GRANT, keep, LOST, problem, situationOf, WITHDRAW } from '../findings.ts';

const CASES = [
  ['waits for an approval', keep('approval'), true],
  ['is in mode preview', keep('preview'), true],
  ['is held', keep('held'), false],
  ['lost its want', { ...LOST, why: problem('approval') }, false],
  ['is granted', GRANT, false],
  ['is withdrawn', WITHDRAW, false],
] as const;

describe('isProposed', () => {
  it.each(CASES)('of what %s: is %j, %s', (_it, order, proposed) => {
    expect(isProposed(situationOf(order))).toBe(proposed);
  });
});

describe('asIfGranted', () => {
  it.each(CASES)('of what %s: of %j, %s', (_it, order, proposed) => {
    const situation = situationOf(order, { placed: [placement] });
    const { accessId, placed, since } = situation.claim;
    const claim = { accessId, placed, since, wanted: placement };
    expect(asIfGranted(situation)).toEqual(proposed ? claim : situation.claim);
  });
});
