import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { AT } from './samples.ts';

const many = (count: number) => Array.from({ length: count }, (_, place) => `access-${place}`);

/** An installation of so many accesses; `asked` counts how often they were counted. */
function open(population = 50) {
  let now = Date.parse(AT);
  let [asked, writes] = [0, 0];
  let live = many(population);
  const store = memoryStore();
  const clock = { now: () => new Date(now), sleep: async () => {} };
  const put: typeof store.put = (draft, expected) => {
    writes += 1;
    return store.put(draft, expected);
  };
  const { breaker } = openRecord({ ...store, put }, 'test', clock);
  const ask = async () => {
    asked += 1;
    return live;
  };
  return {
    ...breaker,
    end: (...ids: readonly string[]) => breaker.end(ids, ask),
    ended: async () => (await breaker.get()).ended.map(({ accessId }) => accessId),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** Only so many are left of them. */
    left: (count: number) => {
      live = many(count);
    },
    cost: () => ({ asked, writes }),
  };
}

describe('the breaker', () => {
  it('counts each ending once within an hour, and all accesses once', async () => {
    const breaker = open();
    expect(await breaker.end('a', 'b')).toBe(true);
    expect(await breaker.end('b', 'c')).toBe(true);
    expect(await breaker.end('a', 'c')).toBe(true);
    expect(await breaker.ended()).toEqual(['a', 'b', 'c']);
    expect(breaker.cost()).toEqual({ asked: 1, writes: 2 });
  });

  it('forgets an ending after an hour', async () => {
    const breaker = open();
    await breaker.end('a');
    breaker.pass(HOUR);
    await breaker.end('b');
    expect(await breaker.ended()).toEqual(['b']);
  });

  it('lets nothing end once it has stopped, and asks and writes nothing more', async () => {
    const breaker = open();
    expect(await breaker.end(...many(11))).toBe(false);
    const before = breaker.cost();
    expect(await breaker.end('another')).toBe(false);
    breaker.pass(2 * HOUR);
    expect(await breaker.end(...many(5))).toBe(false);
    expect(breaker.cost()).toEqual(before);
    expect((await breaker.get()).tripped).toMatchObject({ count: 11 });
  });

  it('counts nothing for the hour in which endings are meant, and anew from then on', async () => {
    const breaker = open();
    await breaker.end(...many(11));
    await breaker.confirm('jane@acme.example');
    const before = breaker.cost();
    breaker.pass(59 * MINUTE);
    expect(await breaker.end(...many(40))).toBe(true);
    expect(breaker.cost()).toEqual(before);
    breaker.pass(MINUTE);
    expect(await breaker.end('another')).toBe(true);
    expect(await breaker.ended()).toEqual(['another']);
    expect(await breaker.end(...many(11))).toBe(false);
  });

  it('counts the accesses anew once the first of an hour is another one', async () => {
    const breaker = open(50);
    await breaker.end('access-49');
    breaker.pass(40 * MINUTE);
    await breaker.end('access-48', 'access-47');
    breaker.left(9);
    breaker.pass(20 * MINUTE);
    // Of nine that live and the two before, one and those two.
    expect(await breaker.end('access-0')).toBe(false);
    expect(breaker.cost().asked).toBe(2);
    expect((await breaker.get()).population).toBe(11);
  });

  it('counts those who ended and are given again once', async () => {
    const breaker = open(50);
    await breaker.end('access-0');
    breaker.pass(40 * MINUTE);
    await breaker.end('access-1', 'access-2');
    breaker.left(15);
    breaker.pass(20 * MINUTE);
    expect(await breaker.end('access-3')).toBe(true);
    expect((await breaker.get()).population).toBe(15);
  });

  it.each([
    ['two of two', 2, 2, true],
    ['three of fourteen', 3, 14, false],
    ['three of fifteen', 3, 15, true],
    ['20 of a hundred', 20, 100, true],
    ['21 of a hundred', 21, 100, false],
  ])('is asked for %s', async (_what, ending, population, may) => {
    expect(await open(population).end(...many(ending))).toBe(may);
  });

  it.each<[string, readonly string[], boolean]>([
    ['those that it counted', ['a', 'b'], true],
    ['nobody', [], true],
    ['not those that it did not', ['a', 'c'], false],
  ])('knows %s', async (_it, ids, known) => {
    const breaker = open();
    await breaker.end('a', 'b');
    expect(await breaker.knows(ids)).toBe(known);
  });

  it('knows all once it has stopped, and while endings are meant', async () => {
    const breaker = open();
    await breaker.end(...many(11));
    expect(await breaker.knows(['c'])).toBe(true);
    await breaker.confirm('jane@acme.example');
    expect(await breaker.knows(['c'])).toBe(true);
    breaker.pass(HOUR);
    expect(await breaker.knows(['c'])).toBe(false);
  });
});
