import { describe, expect, it } from '@jest/globals';
import { SECOND } from '../../shared/runtime/clock.ts';
import { evenly } from '../../shared/runtime/evenly.ts';

/** What each of those that ask has to wait; time passes only when it is told to. */
function asking(perSecond: number) {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const slept: number[] = [];
  const clock = {
    now: () => new Date(now),
    sleep: async (milliseconds: number) => void slept.push(milliseconds),
  };
  const turn = evenly(perSecond, clock);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { turn, pass, slept };
}

describe('evenly', () => {
  it('lets those that ask at once begin one after another', async () => {
    const { turn, slept } = asking(5);
    await Promise.all([turn(), turn(), turn(), turn()]);
    expect(slept).toEqual([200, 400, 600]);
  });

  it('lets nobody wait who comes alone, however long nobody came', async () => {
    const { turn, slept, pass } = asking(5);
    await turn();
    pass(200);
    await turn();
    pass(60 * SECOND);
    await turn();
    expect(slept).toEqual([]);
    await turn();
    expect(slept).toEqual([200]);
  });

  it('counts on from those that still wait', async () => {
    const { turn, slept, pass } = asking(10);
    await Promise.all([turn(), turn(), turn()]);
    pass(150);
    await turn();
    expect(slept).toEqual([100, 200, 150]);
  });
});
