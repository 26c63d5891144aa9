import { describe, expect, it } from '@jest/globals';
import { focusOf } from '../../local/chaos/focus.ts';
import { run } from '../../local/chaos/run.ts';
import { shrink } from '../../local/chaos/shrink.ts';
import { type Step, stepsFrom } from '../../local/chaos/steps.ts';

const PLAIN = focusOf(0);

describe('a short run through random days', () => {
  it.each([1, 2, 104])(
    'breaks no promise with seed %d',
    async (seed) => {
      const { violations, log } = await run(
        stepsFrom(seed, 200, focusOf(seed)),
        ['aws', 'gcp'],
        focusOf(seed),
      );
      expect({ violations, last: violations.length > 0 ? log.slice(-8) : [] }).toEqual({
        violations: [],
        last: [],
      });
    },
    30_000,
  );

  it('takes the same steps and says the same of them for the same seed', async () => {
    const [one, other] = [
      await run(stepsFrom(3, 60, PLAIN), ['aws'], PLAIN),
      await run(stepsFrom(3, 60, PLAIN), ['aws'], PLAIN),
    ];
    expect(one.log).toEqual(other.log);
  }, 30_000);
});

describe('shrink', () => {
  it('leaves the steps without which the promise is kept', async () => {
    const steps = stepsFrom(1, 40, PLAIN);
    const culprits = new Set<Step>([steps[7], steps[31]].filter((one) => one !== undefined));
    const broken = [{ invariant: 'kept', detail: '' }];
    const runs = async (some: readonly Step[]) => {
      const both = [...culprits].every((one) => some.includes(one));
      return { violations: both ? broken : [], log: [] };
    };
    expect(await shrink(steps, 'kept', runs)).toEqual([...culprits]);
  });
});
