import { expect, it } from '@jest/globals';
import type { Key, Store } from '../../../shared/record/store.ts';
import { draft, ids, keys } from './drafts.ts';

export function describeDue(store: () => Store): void {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
  const dueAt = (minute: number) => at(minute).toISOString();

  it('tells what is due at a time or before, the longest overdue first, up to a limit', async () => {
    const [a, b, c, d] = keys('due1#rows', 4) as [Key, Key, Key, Key];
    await store().put(draft(a, { due: dueAt(3) }), 0);
    await store().put(draft(b, { due: dueAt(1), body: { text: 'b' } }), 0);
    await store().put(draft(c, { due: dueAt(2) }), 0);
    await store().put(draft(d), 0);
    expect(await store().due('due1', at(0), 10)).toEqual([]);
    expect(ids(await store().due('due1', at(2), 10))).toEqual([b.id, c.id]);
    expect(ids(await store().due('due1', at(9), 10))).toEqual([b.id, c.id, a.id]);
    expect(await store().due('due1', at(9), 1)).toEqual(await store().get([b]));
  });

  it('forgets what is no longer due, was put off, or is gone', async () => {
    const [a, b, c] = keys('due2#rows', 3) as [Key, Key, Key];
    for (const key of [a, b, c]) await store().put(draft(key, { due: dueAt(1) }), 0);
    await store().put(draft(a), 1);
    await store().put(draft(b, { due: dueAt(5) }), 1);
    await store().remove(c, 1);
    expect(await store().due('due2', at(4), 10)).toEqual([]);
    expect(ids(await store().due('due2', at(5), 10))).toEqual([b.id]);
  });

  it('tells each installation of its own', async () => {
    for (const installation of ['due3', 'due33', 'due3-x']) {
      await store().put(
        draft({ partition: `${installation}#rows`, id: installation }, { due: dueAt(1) }),
        0,
      );
    }
    expect(ids(await store().due('due3', at(1), 1))).toEqual(['due3']);
    expect(ids(await store().due('due33', at(1), 9))).toEqual(['due33']);
  });

  it('tells of more than one page', async () => {
    const all = keys('due4#rows', 120);
    await Promise.all(all.map((key, n) => store().put(draft(key, { due: dueAt(n) }), 0)));
    expect(ids(await store().due('due4', at(500), 110))).toEqual(ids(all).slice(0, 110));
  });
}
