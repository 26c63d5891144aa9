import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import type { DecisionItem } from './items.ts';
import type { Places } from './places.ts';
import { decisionShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, versioned } from './versioned.ts';

/** Written by `answer-slack` and `operate`. */
export interface Decisions {
  /** By access id, those that exist. */
  get(accessIds: readonly string[]): Promise<ReadonlyMap<string, DecisionItem>>;
  /** The last one counts. */
  write(item: DecisionItem): Promise<void>;
}

export function openDecisions(store: Store, places: Places, clock: Clock): Decisions {
  return {
    get: async (accessIds) => {
      const stored = await store.get(accessIds.map(places.decision));
      const items = stored.map((one) => versioned<DecisionItem>(one, decisionShape).item);
      return new Map(items.map((item) => [item.accessId, item]));
    },
    write: (item) =>
      despiteConflicts(async () => {
        const key = places.decision(item.accessId);
        const [found] = await store.get([key]);
        await store.put({ ...key, body: bodyFor(item) }, found?.version ?? 0);
      }, clock),
  };
}
