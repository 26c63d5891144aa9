import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import type { Key, Store, Item as Stored } from './store.ts';
import { bodyFor, type Versioned } from './versioned.ts';

/** What a person said last of an access. Written by `answer-slack` and `operate`. */
export interface Said<Item> {
  /** By access id, those that exist. */
  get(accessIds: readonly string[]): Promise<ReadonlyMap<string, Item>>;
  find(accessId: string): Promise<Versioned<Item> | undefined>;
  /**
   * The last one counts; with `expected` (0: there is none) only if nobody said anything in
   * between, or it throws `VersionConflictError`.
   */
  write(item: Item, expected?: number): Promise<void>;
}

/** One item for each access, found at `place` and understood by `read`. */
export function openSaid<Item extends { readonly accessId: string }>(
  store: Store,
  clock: Clock,
  place: (accessId: string) => Key,
  read: (stored: Stored) => Versioned<Item>,
): Said<Item> {
  const find = async (accessId: string) => {
    const [stored] = await store.get([place(accessId)]);
    return stored && read(stored);
  };
  return {
    get: async (accessIds) => {
      const items = (await store.get(accessIds.map(place))).map((stored) => read(stored).item);
      return new Map(items.map((item) => [item.accessId, item]));
    },
    find,
    write: async (item, expected) => {
      const put = async (version: number) => {
        await store.put({ ...place(item.accessId), body: bodyFor(item) }, version);
      };
      if (expected !== undefined) return put(expected);
      return despiteConflicts(async () => put((await find(item.accessId))?.version ?? 0), clock);
    },
  };
}
