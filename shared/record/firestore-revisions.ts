import type { Stored } from './firestore-document.ts';
import { keyText } from './keys.ts';
import type { Key } from './store.ts';

const KEPT = 20_000;

/** Which update time a version of an item had, so that most writes need no read of their own. */
export interface Revisions {
  find(key: Key, version: number): string | undefined;
  keep(key: Key, version: number, updateTime: string | undefined): void;
  /** Answers the items. */
  keepAll(stored: readonly Stored[]): readonly Stored['item'][];
}

export function revisions(): Revisions {
  const kept = new Map<string, { readonly version: number; readonly updateTime: string }>();
  const keep: Revisions['keep'] = (key, version, updateTime) => {
    kept.delete(keyText(key));
    if (updateTime !== undefined) kept.set(keyText(key), { version, updateTime });
    if (kept.size <= KEPT) return;
    const [oldest] = kept.keys();
    kept.delete(oldest ?? '');
  };
  return {
    find: (key, version) => {
      const revision = kept.get(keyText(key));
      return revision?.version === version ? revision.updateTime : undefined;
    },
    keep,
    keepAll: (stored) => {
      for (const { item, updateTime } of stored) keep(item, item.version, updateTime);
      return stored.map(({ item }) => item);
    },
  };
}
