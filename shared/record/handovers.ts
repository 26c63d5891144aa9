import type { HandoverItem } from './items.ts';
import type { Places } from './places.ts';
import { handoverShape } from './shapes.ts';
import type { Item, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** Written by `hand-over` alone. */
export interface Handovers {
  get(deploymentId: string): Promise<Versioned<HandoverItem> | undefined>;
  /** Throws `VersionConflictError` when its version is no longer `expected` (0: there is none). */
  write(expected: number, item: HandoverItem, due?: string): Promise<Versioned<HandoverItem>>;
}

export function openHandovers(store: Store, places: Places): Handovers {
  return {
    get: async (deploymentId) => {
      const [stored] = await store.get([places.handover(deploymentId)]);
      return stored && read(stored);
    },
    write: async (expected, item, due) => {
      const key = places.handover(item.deploymentId);
      return read(await store.put({ ...key, ...(due && { due }), body: bodyFor(item) }, expected));
    },
  };
}

function read(stored: Item): Versioned<HandoverItem> {
  return versioned(stored, handoverShape);
}
