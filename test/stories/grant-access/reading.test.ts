import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../../shared/policy/claim.ts';
import type { Plan } from '../../../shared/policy/plan.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { proposals } from '../../../shared/stories/grant-access/proposals.ts';
import { planAlone, planWith } from '../../../shared/stories/grant-access/reading.ts';
import { LATER, placement } from '../../record/samples.ts';
import { planOf } from '../engine-bench.ts';
import { GRANT, keep, NOW, problem, situationOf } from '../findings.ts';

const APPROVAL = keep('approval');
const WRITE = { change: { kind: 'write', policy: ['anna', 'ben'] } } as const;
const one = situationOf(APPROVAL, { accessId: 'one' });
const two = situationOf(GRANT, { accessId: 'two' });

/** What is read, and of each plan the claims that it was made of. */
function reading(plan: Plan<unknown>, claims: readonly Claim[] = [one.claim, two.claim]) {
  const asked: (readonly Claim[])[] = [];
  const rejected = new Set(['AROAGONE']);
  const target = {
    plan: (current: unknown, those: readonly Claim[], without: ReadonlySet<string>) => {
      expect([current, without]).toEqual([['anna'], rejected]);
      asked.push(those);
      return plan;
    },
  };
  return { target, current: ['anna'], claims, rejected, asked };
}

describe('planWith', () => {
  it('plans with one claim in place of the one of the same access', () => {
    const seen = reading(planOf({}));
    const claim = { ...one.claim, wanted: placement };
    planWith(seen, claim);
    expect(seen.asked).toEqual([[two.claim, claim]]);
  });
});

describe('planAlone', () => {
  it('bars every other claim', () => {
    const three = situationOf(GRANT, { accessId: 'three' });
    const seen = reading(planOf({}), [two.claim, three.claim]);
    planAlone(seen, 'two');
    expect(seen.asked).toEqual([[two.claim, { ...three.claim, barred: true }]]);
  });
});

describe('proposals', () => {
  it('says of each that waits for an approval what granting it would change', () => {
    const seen = reading(planOf({ one: { kind: 'adding' } }, WRITE));
    const found = proposals([one, two], seen, NOW);
    expect([...found.keys()]).toEqual(['one']);
    expect(found.get('one')?.at).toBe(NOW.toISOString());
    expect(found.get('one')?.diff).toMatch(/^\+ .*ben/m);
    expect(seen.asked).toEqual([
      [two.claim, { ...one.claim, barred: undefined, wanted: placement }],
    ]);
  });

  it.each([
    [
      'why it would be refused',
      { one: { kind: 'refused', problem: problem('full') } },
      'It is full.',
    ],
    [
      'that it is there',
      { one: { kind: 'by-hand' } },
      'Nothing would change: it is there already.',
    ],
    [
      'that it is there, where the plan says nothing of it',
      {},
      'Nothing would change: it is there already.',
    ],
  ] as const)('says %s', (_it, standings, diff) => {
    const found = proposals([one], reading(planOf(standings)), NOW);
    expect(found.get('one')?.diff).toBe(diff);
  });

  it.each([
    ['has none where there is one for this order', APPROVAL, true, 0],
    ['has a new one where the other was for another order', GRANT, true, 1],
    ['has one where none was made for this order', APPROVAL, false, 1],
  ])('%s', (_it, answered, isMade, count) => {
    const proposal = { at: LATER, diff: '+ it' };
    const row = { accessId: 'one', answers: orderDigest(answered), ...(isMade && { proposal }) };
    const seen = reading(planOf({}));
    expect(proposals([situationOf(APPROVAL, row)], seen, NOW).size).toBe(count);
    expect(seen.asked).toHaveLength(count);
  });
});
