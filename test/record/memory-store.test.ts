import { expect, it } from '@jest/globals';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { describeStore } from './store-contract.ts';

describeStore('memoryStore', async () => ({ store: memoryStore(), close: async () => {} }));

it('goes back to what it held before', async () => {
  const store = memoryStore();
  const key = { partition: 'test#a', id: '1' };
  await store.put({ ...key, body: { text: 'before' } }, 0);
  const before = store.snapshot();
  await store.put({ ...key, body: { text: 'after' } }, 1);
  await store.put({ partition: 'test#b', id: '2', body: {} }, 0);
  store.restore(before);
  expect(await store.get([key])).toEqual(before);
  expect(await store.list('test#b')).toEqual([]);
});
