import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import type { Places } from './places.ts';
import { connectionAskShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, versioned } from './versioned.ts';

/** That a person wants a connection made. Written by `answer-slack` and `operate`. */
export interface ConnectionAsk {
  readonly accessId: string;
  readonly deploymentId: string;
  readonly by: string;
  readonly at: string;
  /** One of the same id that is not ours may be replaced. */
  readonly replace: boolean;
  /** The digest of the connection that was shown: another one needs another asking. */
  readonly connection: string;
}

/** Written by `answer-slack` and `operate`. */
export interface ConnectionAsks {
  /** By access id, those that exist. */
  get(accessIds: readonly string[]): Promise<ReadonlyMap<string, ConnectionAsk>>;
  /** The last one counts. */
  write(item: ConnectionAsk): Promise<void>;
}

export function openConnectionAsks(store: Store, places: Places, clock: Clock): ConnectionAsks {
  return {
    get: async (accessIds) => {
      const stored = await store.get(accessIds.map(places.connectionAsk));
      const items = stored.map((one) => versioned<ConnectionAsk>(one, connectionAskShape).item);
      return new Map(items.map((item) => [item.accessId, item]));
    },
    write: (item) =>
      despiteConflicts(async () => {
        const key = places.connectionAsk(item.accessId);
        const [found] = await store.get([key]);
        await store.put({ ...key, body: bodyFor(item) }, found?.version ?? 0);
      }, clock),
  };
}
