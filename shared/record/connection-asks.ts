import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import type { Places } from './places.ts';
import { connectionAskShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

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
  find(accessId: string): Promise<Versioned<ConnectionAsk> | undefined>;
  /**
   * The last one counts; with `expected` (0: there is none) only if nobody asked in between, or
   * it throws `VersionConflictError`.
   */
  write(item: ConnectionAsk, expected?: number): Promise<void>;
}

export function openConnectionAsks(store: Store, places: Places, clock: Clock): ConnectionAsks {
  const find = async (accessId: string) => {
    const [stored] = await store.get([places.connectionAsk(accessId)]);
    return stored && versioned<ConnectionAsk>(stored, connectionAskShape);
  };
  return {
    get: async (accessIds) => {
      const stored = await store.get(accessIds.map(places.connectionAsk));
      const items = stored.map((one) => versioned<ConnectionAsk>(one, connectionAskShape).item);
      return new Map(items.map((item) => [item.accessId, item]));
    },
    find,
    write: async (item, expected) => {
      const put = async (version: number) => {
        await store.put({ ...places.connectionAsk(item.accessId), body: bodyFor(item) }, version);
      };
      if (expected !== undefined) return put(expected);
      return despiteConflicts(async () => put((await find(item.accessId))?.version ?? 0), clock);
    },
  };
}
