import type { MessageItem } from './items.ts';
import type { Places } from './places.ts';
import { messageShape } from './shapes.ts';
import type { Item, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** Written by `notify` alone. */
export interface Messages {
  get(deploymentId: string): Promise<Versioned<MessageItem> | undefined>;
  /** Throws `VersionConflictError` when its version is no longer `expected` (0: there is none). */
  write(
    deploymentId: string,
    expected: number,
    item: MessageItem,
    due?: string,
  ): Promise<Versioned<MessageItem>>;
}

export function openMessages(store: Store, places: Places): Messages {
  return {
    get: async (deploymentId) => {
      const [stored] = await store.get([places.message(deploymentId)]);
      return stored && read(stored);
    },
    write: async (deploymentId, expected, item, due) => {
      const key = places.message(deploymentId);
      const draft = { ...key, ...(due && { due }), body: bodyFor(item) };
      return read(await store.put(draft, expected));
    },
  };
}

function read(stored: Item): Versioned<MessageItem> {
  return versioned(stored, messageShape);
}
