import { expect, it } from '@jest/globals';
import type { DecisionItem } from '../../shared/record/items.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { AT, clock } from './samples.ts';

const decision = (more: Partial<DecisionItem> = {}): DecisionItem => ({
  accessId: 'access-1',
  verdict: 'approved',
  by: 'jane@acme.com',
  at: AT,
  placement: 'digest',
  ...more,
});

it('lets the last decision count', async () => {
  const { decisions } = openRecord(memoryStore(), 'test', clock);
  await decisions.write(decision());
  await decisions.write(decision({ verdict: 'held' }));
  await decisions.write(decision({ accessId: 'access-2' }));
  expect([...(await decisions.get(['access-1', 'missing', 'access-2']))]).toEqual([
    ['access-1', decision({ verdict: 'held' })],
    ['access-2', decision({ accessId: 'access-2' })],
  ]);
});

it('writes every one of several that come at once', async () => {
  const store = memoryStore();
  const { decisions } = openRecord(store, 'test', clock);
  const people = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(people.map((by) => decisions.write(decision({ by }))));
  expect(store.snapshot()).toMatchObject([{ version: people.length }]);
});

it('gives up when the conflicts do not end', async () => {
  const store = memoryStore();
  const busy = { ...store, get: async () => [] };
  await openRecord(store, 'test', clock).decisions.write(decision());
  await expect(openRecord(busy, 'test', clock).decisions.write(decision())).rejects.toThrow(
    'version 0 was expected, 1 is there',
  );
});
