import { describe, expect, it } from '@jest/globals';
import { eachAtMost } from '../../shared/runtime/at-most.ts';

/** Work that ends when the test says so, and notes how much of it is under way. */
function workshop() {
  const begun: number[] = [];
  const ended: number[] = [];
  let most = 0;
  const work = async (thing: number) => {
    begun.push(thing);
    most = Math.max(most, begun.length - ended.length);
    // Later ones are done sooner.
    for (let turn = 0; turn < 10 - (thing % 10); turn += 1) await Promise.resolve();
    ended.push(thing);
  };
  return { begun, ended, work, most: () => most };
}

const numbers = (count: number) => Array.from({ length: count }, (_one, place) => place);

describe('eachAtMost', () => {
  it.each([
    [16, 100, 16],
    [16, 5, 5],
    [1, 4, 1],
    [16, 0, 0],
  ])('of a limit of %i and %i things has %i under way at once', async (limit, count, most) => {
    const shop = workshop();
    await eachAtMost(limit, numbers(count), shop.work);
    expect(shop.most()).toBe(most);
    expect(shop.begun).toEqual(numbers(count));
    expect(shop.ended.toSorted((a, b) => a - b)).toEqual(numbers(count));
  });

  it('begins no other once one has failed, waits for those under way, and throws what failed first', async () => {
    const shop = workshop();
    const failing = async (thing: number) => {
      await shop.work(thing);
      if (thing === 2 || thing === 3) throw new Error(`number ${thing}`);
    };
    await expect(eachAtMost(4, numbers(20), failing)).rejects.toThrow('number 3');
    expect(shop.begun.length).toBeLessThan(10);
    expect(shop.ended.toSorted((a, b) => a - b)).toEqual(shop.begun.toSorted((a, b) => a - b));
  });

  it('takes what is thrown before anything is awaited for a failure, too', async () => {
    const broken = () => {
      throw new Error('at once');
    };
    await expect(eachAtMost(2, [1, 2], broken)).rejects.toThrow('at once');
  });
});
