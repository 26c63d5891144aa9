import { describe, expect, it } from '@jest/globals';
import { PolicyRefusedError, TransientError } from '../../../shared/cloud/errors.ts';
import type { Target } from '../../../shared/cloud/target.ts';
import { policiesOf } from '../../../shared/stories/operate/policies.ts';
import { planOf } from '../engine-bench.ts';

const target = (more: Partial<Target<unknown>>): Target<unknown> => ({
  read: async () => ({ Statement: [] }),
  plan: () => planOf({}),
  write: () => Promise.reject(new TypeError('nothing was to be written')),
  ...more,
});
const failing = (error: Error) => target({ read: () => Promise.reject(error) });

async function look(targets: Readonly<Record<string, Target<unknown>>>) {
  const opened: string[] = [];
  const open = (targetKey: string, about: string) => {
    opened.push(`${targetKey} for ${about}`);
    return targets[targetKey] ?? target({});
  };
  return { seen: await policiesOf(Object.keys(targets), { open }), opened };
}

describe('policiesOf', () => {
  it('reads each, and says how much it can hold where it is known', async () => {
    const full = target({ read: async () => 'another', quota: () => 2_048 });
    const unknown = target({ read: async () => null });
    unknown.quota = () => undefined as unknown as number;
    const { seen, opened } = await look({ one: full, two: target({}), three: unknown });
    expect(seen).toStrictEqual([
      { targetKey: 'one', policy: 'another', quota: 2_048 },
      { targetKey: 'two', policy: { Statement: [] } },
      { targetKey: 'three', policy: null },
    ]);
    expect(opened).toEqual(['one for policies', 'two for policies', 'three for policies']);
  });

  it('says why one could not be looked at, and looks at the others', async () => {
    const gone = new PolicyRefusedError('target-gone', 'It is gone.', 'Make it.');
    const { seen } = await look({ one: failing(gone), two: target({}) });
    expect(seen).toStrictEqual([
      {
        targetKey: 'one',
        unreadable: { code: 'target-gone', text: 'It is gone.', advice: 'Make it.' },
      },
      { targetKey: 'two', policy: { Statement: [] } },
    ]);
  });

  it.each([new TransientError('throttled'), new TypeError('a bug')])(
    'fails by %s',
    async (error) => {
      await expect(look({ one: failing(error) })).rejects.toBe(error);
    },
  );
});
