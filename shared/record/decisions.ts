import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import type { DecisionItem } from './items.ts';
import type { Places } from './places.ts';
import { decisionShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** Written by `answer-slack` and `operate`. */
export interface Decisions {
  /** By access id, those that exist. */
  get(accessIds: readonly string[]): Promise<ReadonlyMap<string, DecisionItem>>;
  find(accessId: string): Promise<Versioned<DecisionItem> | undefined>;
  /**
   * The last one counts; with `expected` (0: there is none) only if nobody decided in between,
   * or it throws `VersionConflictError`.
   */
  write(item: DecisionItem, expected?: number): Promise<void>;
}

export function openDecisions(store: Store, places: Places, clock: Clock): Decisions {
  const find = async (accessId: string) => {
    const [stored] = await store.get([places.decision(accessId)]);
    return stored && versioned<DecisionItem>(stored, decisionShape);
  };
  return {
    get: async (accessIds) => {
      const stored = await store.get(accessIds.map(places.decision));
      const items = stored.map((one) => versioned<DecisionItem>(one, decisionShape).item);
      return new Map(items.map((item) => [item.accessId, item]));
    },
    find,
    write: async (item, expected) => {
      const put = async (version: number) => {
        await store.put({ ...places.decision(item.accessId), body: bodyFor(item) }, version);
      };
      if (expected !== undefined) return put(expected);
      return despiteConflicts(async () => put((await find(item.accessId))?.version ?? 0), clock);
    },
  };
}
