import { expect, it } from '@jest/globals';
import type { Key, Store } from '../../../shared/record/store.ts';
import { fill, ids, keys, partition } from './drafts.ts';

export function describeReads(store: () => Store): void {
  it('gets what exists, in the order asked for, each once', async () => {
    const [a, b, c] = keys(partition(), 3) as [Key, Key, Key];
    await fill(store(), [a, c]);
    expect(ids(await store().get([c, b, a, c]))).toEqual([c.id, a.id]);
  });

  it('gets nothing when asked for nothing', async () => {
    expect(await store().get([])).toEqual([]);
  });

  it('gets 250 at once', async () => {
    const all = keys(partition(), 250);
    await fill(store(), all);
    const asked = all.toReversed();
    expect(ids(await store().get(asked))).toEqual(ids(asked));
  });

  it('lists a partition by id, however much is in it', async () => {
    const all = keys(partition(), 310);
    await fill(store(), all.toReversed(), { text: 'x'.repeat(5_000) });
    await fill(store(), keys(partition(), 2));
    expect(ids(await store().list(all[0]?.partition ?? ''))).toEqual(all.map(({ id }) => id));
  });

  it('lists nothing where nothing is', async () => {
    expect(await store().list(partition())).toEqual([]);
  });
}
