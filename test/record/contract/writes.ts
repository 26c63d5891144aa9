import { expect, it } from '@jest/globals';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { Key, Store } from '../../../shared/record/store.ts';
import { draft, fill, ids, keys, partition } from './drafts.ts';

export function describeWrites(store: () => Store): void {
  it('counts versions, and replaces the whole item', async () => {
    const [key] = keys(partition(), 1) as [Key];
    const due = '2026-01-01T00:00:00.000Z';
    const first = await store().put(draft(key, { due, body: { a: 1, b: 2 } }), 0);
    expect(first).toEqual({ ...key, due, version: 1, body: { a: 1, b: 2 } });
    const second = await store().put(draft(key, { body: { a: 3 } }), 1);
    expect(second).toEqual({ ...key, version: 2, body: { a: 3 } });
    expect(await store().get([key])).toEqual([second]);
    expect(await store().list(key.partition)).toEqual([second]);
    const third = await store().put(draft(key), 2);
    expect(third.version).toBe(3);
  });

  it.each([
    ['exists already', 2, 0],
    ['was written since', 2, 1],
    ['is older than expected', 2, 3],
    ['does not exist', 0, 1],
  ])('refuses to write and to remove what %s', async (_it, writes, expected) => {
    const [key] = keys(partition(), 1) as [Key];
    for (let version = 0; version < writes; version += 1) await store().put(draft(key), version);
    const before = await store().get([key]);
    const body = { text: 'late' };
    await expect(store().put(draft(key, { body }), expected)).rejects.toThrow(VersionConflictError);
    await expect(store().remove(key, expected)).rejects.toThrow(VersionConflictError);
    expect(await store().get([key])).toEqual(before);
  });

  it('has nothing to remove at version 0', async () => {
    const [key] = keys(partition(), 1) as [Key];
    await expect(store().remove(key, 0)).rejects.toThrow(VersionConflictError);
  });

  it('removes an item, which can then be made again', async () => {
    const [key, other] = keys(partition(), 2) as [Key, Key];
    await fill(store(), [key, other]);
    await store().put(draft(key), 1);
    await store().remove(key, 2);
    expect(await store().list(key.partition)).toEqual(await store().get([key, other]));
    expect(ids(await store().list(key.partition))).toEqual([other.id]);
    await expect(store().remove(key, 2)).rejects.toThrow(VersionConflictError);
    const again = await store().put(draft(key, { body: { again: true } }), 0);
    expect(again.version).toBe(1);
    expect((await store().put(draft(key), 1)).version).toBe(2);
  });

  it.each([0, 1])('lets exactly one of several win that expect version %s', async (expected) => {
    const [key] = keys(partition(), 1) as [Key];
    if (expected === 1) await store().put(draft(key), 0);
    const writers = Array.from({ length: 8 }, (_, writer) =>
      store().put(draft(key, { body: { writer } }), expected),
    );
    const outcomes = await Promise.allSettled(writers);
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost.every(({ reason }) => reason instanceof VersionConflictError)).toBe(true);
    expect(won.map(({ value }) => value)).toEqual(await store().get([key]));
  });
}
