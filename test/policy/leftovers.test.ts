import { describe, expect, it } from '@jest/globals';
import { leftoversIn } from '../../shared/policy/leftovers.ts';
import { ANNA } from './claims.ts';
import { byHand, ORPHAN, ours, policy, under } from './trust.ts';

const OTHER = 'AROAEXAMPLEID7654321';

describe('leftoversIn', () => {
  it('finds the bare ids in our statements, and in nobody else’s', () => {
    const current = policy(ours(ANNA, ORPHAN), under('x', OTHER), byHand('AROAEXAMPLEID1111111'));
    expect(leftoversIn(current, 'prod')).toEqual([ORPHAN, OTHER]);
  });
});
