import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../shared/cloud/errors.ts';
import type { Standing } from '../../../shared/policy/plan.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import { hasOtherRoom } from '../../../shared/stories/grant-access/room.ts';
import { planOf } from '../engine-bench.ts';
import { problem } from '../findings.ts';

const FULL: Standing = { kind: 'refused', problem: problem('trust-policy-full') };
const PRESENT: Standing = { kind: 'present' };
const full = planOf({ 'access-1': PRESENT, 'access-2': FULL });

/** A target of which it is asked how much it can hold, once for each answer. */
function target(...answers: readonly (boolean | Error)[]) {
  const left = [...answers];
  return {
    left,
    measure: async () => {
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? false;
    },
  };
}

describe('hasOtherRoom', () => {
  it.each([true, false])(
    'asks where somebody finds no room, and says what it hears: %s',
    async (other) => {
      expect(await hasOtherRoom(full, target(other), newPass())).toBe(other);
    },
  );

  it('asks once in a pass', async () => {
    const [asked, pass] = [target(true, true), newPass()];
    await hasOtherRoom(full, asked, pass);
    expect(await hasOtherRoom(full, asked, pass)).toBe(false);
    expect(asked.left).toEqual([true]);
  });

  it('asks again where it was told nothing', async () => {
    const [asked, pass] = [target(new TransientError('throttled'), true), newPass()];
    await expect(hasOtherRoom(full, asked, pass)).rejects.toThrow('throttled');
    expect(await hasOtherRoom(full, asked, pass)).toBe(true);
  });

  it.each<[string, Standing]>([
    ['everybody is in place', PRESENT],
    ['somebody is refused for another reason', { kind: 'refused', problem: problem('denied') }],
  ])('asks nothing where %s', async (_it, standing) => {
    const asked = target(true);
    expect(await hasOtherRoom(planOf({ 'access-1': standing }), asked, newPass())).toBe(false);
    expect(asked.left).toEqual([true]);
  });

  it('knows no more of a target that cannot be asked', async () => {
    expect(await hasOtherRoom(full, {}, newPass())).toBe(false);
  });
});
