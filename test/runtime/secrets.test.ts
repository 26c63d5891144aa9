import { describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { keptSecret } from '../../shared/runtime/secrets.ts';

/** A secret that is another one each time it is fetched, and a clock that the test moves. */
function open(fetch?: () => Promise<string>) {
  let now = Date.parse('2026-03-01T12:00:00.000Z');
  let fetched = 0;
  const next = async (name: string) => {
    fetched += 1;
    return `${name}-${fetched}`;
  };
  const clock = { now: () => new Date(now), sleep: async () => {} };
  return {
    secret: keptSecret(fetch ?? next, 'token', clock),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('keptSecret', () => {
  it.each([
    ['is kept for five minutes', 5 * MINUTE, 'token-1'],
    ['is fetched again afterwards: it may have been rotated', 5 * MINUTE + 1, 'token-2'],
  ])('%s', async (_it, passed, expected) => {
    const { secret, pass } = open();
    await secret();
    pass(passed);
    expect(await secret()).toBe(expected);
  });

  it('is fetched at once after it was refused, and then kept', async () => {
    const { secret } = open();
    await secret();
    expect(await secret({ fresh: true })).toBe('token-2');
    expect(await secret()).toBe('token-2');
  });

  it('is fetched once for all who ask at the same moment', async () => {
    const { secret } = open();
    expect(await Promise.all([secret(), secret()])).toEqual(['token-1', 'token-1']);
  });

  it('keeps no failure', async () => {
    const answers = [Promise.reject(new Error('throttled')), Promise.resolve('token-1')];
    const { secret } = open(() => answers.shift() ?? Promise.reject(new TypeError('once more')));
    await expect(secret()).rejects.toThrow('throttled');
    expect(await secret()).toBe('token-1');
  });
});
