import { describe, expect, it } from '@jest/globals';
import type { HandedOver } from '../../../shared/record/handovers.ts';
import { inTurn } from '../../../shared/stories/hand-over/in-turn.ts';
import { CONNECTION, task, WANTED } from './tasks.ts';

const waits = (accessId: string, attempts?: number): HandedOver => ({
  ...{ accessId, connectionId: CONNECTION.id, via: 'airflow', state: 'waiting' },
  ...{ at: '2026-03-06T14:02:00.000Z', connection: WANTED, ...(attempts && { attempts }) },
});
const tasks = ['a', 'b', 'c'].map((accessId) => task({ accessIds: [accessId] }));

describe('inTurn', () => {
  it.each<[string, readonly HandedOver[], string]>([
    ['as they come, where nothing was tried', [], 'abc'],
    ['as they come, where no attempt is counted', [waits('a'), waits('b')], 'abc'],
    ['with the second after the first turn', [waits('a', 1), waits('b', 1)], 'bca'],
    ['with the third after the second', [waits('a', 2), waits('b', 2), waits('c', 2)], 'cab'],
    ['with the first again after all of them', [waits('a', 3)], 'abc'],
    ['by what was tried most often', [waits('a', 1), waits('b', 2)], 'cab'],
    ['as they come, whatever else was tried', [waits('gone', 1)], 'abc'],
  ])('begins %s', (_it, handed, order) => {
    const ids = inTurn(tasks, handed).flatMap(({ accessIds }) => accessIds);
    expect(ids.join('')).toBe(order);
  });

  it('has nothing to order where there is nothing to make', () => {
    expect(inTurn([], [waits('a', 1)])).toEqual([]);
  });
});
