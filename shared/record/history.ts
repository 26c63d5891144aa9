import { randomUUID } from 'node:crypto';
import type { Json } from '../runtime/json.ts';
import type { Places } from './places.ts';
import { historyShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, versioned } from './versioned.ts';

/** One line of the audit trail. */
export interface HistoryItem {
  readonly deploymentId: string;
  readonly accessId?: string;
  readonly at: string;
  /** Dotted and fixed, as in the log: `access.granted`. */
  readonly event: string;
  /** The function, or the person. */
  readonly by: string;
  readonly detail?: { readonly [key: string]: Json | undefined };
}

/** Appended to by all; nothing in it is ever changed. */
export interface History {
  append(item: HistoryItem): Promise<void>;
  /** The oldest first. */
  of(deploymentId: string): Promise<readonly HistoryItem[]>;
}

export function openHistory(store: Store, places: Places): History {
  let appended = 0;
  return {
    append: async (item) => {
      appended += 1;
      // In one millisecond several things happen: their order here, and a name that nobody else has.
      const id = `${item.at}#${String(appended).padStart(8, '0')}#${randomUUID()}`;
      const partition = places.history(item.deploymentId);
      await store.put({ partition, id, body: bodyFor(item) }, 0);
    },
    of: async (deploymentId) => {
      const stored = await store.list(places.history(deploymentId));
      return stored.map((one) => versioned<HistoryItem>(one, historyShape).item);
    },
  };
}
