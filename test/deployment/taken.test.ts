import { describe, expect, it } from '@jest/globals';
import { takenSignatures } from '../../shared/deployment/taken.ts';
import { SKEW } from '../../shared/runtime/signed-request.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const at = (seconds: number) => new Date(START + seconds * 1_000);

describe('takenSignatures', () => {
  it('takes each once', () => {
    const taken = takenSignatures();
    expect([taken.add('a', at(0)), taken.add('b', at(0))]).toEqual([true, true]);
    expect([taken.add('a', at(1)), taken.add('b', at(1))]).toEqual([false, false]);
  });

  it('remembers one signed by a clock ahead until a clock behind no longer accepts it', () => {
    const taken = takenSignatures();
    taken.add('a', at(-SKEW));
    expect(taken.add('a', at(SKEW))).toBe(false);
  });

  it('forgets what is no longer accepted', () => {
    const taken = takenSignatures();
    taken.add('a', at(0));
    taken.add('b', at(400));
    expect(taken.add('a', at(2 * SKEW + 2))).toBe(true);
    expect(taken.add('b', at(2 * SKEW + 2))).toBe(false);
  });

  it('takes again what it was told to forget', () => {
    const taken = takenSignatures();
    taken.add('a', at(0));
    taken.forget('a');
    expect(taken.add('a', at(0))).toBe(true);
  });
});
