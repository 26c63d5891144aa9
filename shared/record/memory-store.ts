import { written } from './body.ts';
import { conflict } from './conflicts.ts';
import { byDue, byId, distinctKeys, inOrder, installationOf } from './keys.ts';
import type { Item, Key, Store } from './store.ts';

export interface MemoryStore extends Store {
  /** All items as they are, for `restore`. */
  snapshot(): readonly Item[];
  /** Makes these all the items there are, as a backup does. */
  restore(items: readonly Item[]): void;
}

/** Keeps the record in this process, with the promises of the real ones. */
export function memoryStore(): MemoryStore {
  const partitions = new Map<string, Map<string, Item>>();
  const inPartition = (name: string) => [...(partitions.get(name)?.values() ?? [])];
  const all = () => [...partitions.keys()].flatMap(inPartition);
  const find = ({ partition, id }: Key) => partitions.get(partition)?.get(id);
  const keep = (item: Item) => {
    const partition = partitions.get(item.partition) ?? new Map<string, Item>();
    partitions.set(item.partition, partition.set(item.id, item));
  };
  const check = (key: Key, expected: number) => {
    const found = find(key);
    if ((found?.version ?? 0) !== expected) throw conflict(key, expected, found);
  };
  return {
    get: async (keys) =>
      copied(
        inOrder(
          distinctKeys(keys),
          keys.flatMap((key) => find(key) ?? []),
        ),
      ),
    list: async (partition) => copied(inPartition(partition).sort(byId)),
    put: async (draft, expected) => {
      check(draft, expected);
      keep(written(draft, expected + 1));
      return written(draft, expected + 1);
    },
    remove: async (key, expected) => {
      if (expected === 0) throw conflict(key, expected, undefined);
      check(key, expected);
      partitions.get(key.partition)?.delete(key.id);
    },
    due: async (installation, now, limit) => {
      const due = all().filter((item) => isDue(item, installation, now));
      return copied(due.sort(byDue).slice(0, limit));
    },
    snapshot: () => copied(all()),
    restore: (items) => {
      partitions.clear();
      for (const item of copied(items)) keep(item);
    },
  };
}

function isDue({ partition, due }: Item, installation: string, now: Date): boolean {
  return (
    due !== undefined && due <= now.toISOString() && installationOf(partition) === installation
  );
}

/** Nobody changes what is kept by changing what he was given. */
function copied(items: readonly Item[]): readonly Item[] {
  return structuredClone(items);
}
