import { VersionConflictError } from './errors.ts';
import type { AccessItem } from './items.ts';
import type { Places } from './places.ts';
import { accessShape } from './shapes.ts';
import type { Draft, Item, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** Created by `decide-access`, and from then on written by `grant-access` alone. */
export interface Accesses {
  onTarget(targetKey: string): Promise<readonly Versioned<AccessItem>[]>;
  /** Those that exist, in the order asked for. */
  get(
    accesses: readonly Pick<AccessItem, 'targetKey' | 'accessId'>[],
  ): Promise<readonly Versioned<AccessItem>[]>;
  /** Leaves the one that exists as it is. */
  create(item: AccessItem, due: string): Promise<void>;
  /** Throws `VersionConflictError` when it was written since it was read. */
  write(
    read: Versioned<AccessItem>,
    next: AccessItem,
    due?: string,
  ): Promise<Versioned<AccessItem>>;
  /** For one that nobody wants and that has nothing placed; throws as `write` does. */
  remove(read: Versioned<AccessItem>): Promise<void>;
}

export function openAccesses(store: Store, places: Places): Accesses {
  const keyOf = ({ targetKey, accessId }: Pick<AccessItem, 'targetKey' | 'accessId'>) =>
    places.access(targetKey, accessId);
  const draft = (item: AccessItem, due: string | undefined): Draft => ({
    ...keyOf(item),
    ...(due && { due }),
    body: bodyFor(item),
  });
  return {
    onTarget: async (targetKey) => (await store.list(places.target(targetKey))).map(read),
    get: async (accesses) => (await store.get(accesses.map(keyOf))).map(read),
    create: async (item, due) => {
      try {
        await store.put(draft(item, due), 0);
      } catch (error) {
        if (!(error instanceof VersionConflictError)) throw error;
      }
    },
    write: async ({ version }, next, due) => read(await store.put(draft(next, due), version)),
    remove: ({ item, version }) => store.remove(keyOf(item), version),
  };
}

function read(stored: Item): Versioned<AccessItem> {
  return versioned(stored, accessShape);
}
