import { after, type Clock, MINUTE } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import { VersionConflictError } from './errors.ts';
import type { Places } from './places.ts';
import { tellingShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

export interface Telling {
  readonly deploymentId: string;
}

/**
 * Of whom something is still to be told: a message to `notify` that is lost, or that a crash kept
 * from being sent, is sent again from here.
 */
export interface Tellings {
  /** Marked before that is written down of which it is to be told. */
  mark(deploymentId: string): Promise<void>;
  /** Read before what is told is looked up. */
  get(deploymentId: string): Promise<Versioned<Telling> | undefined>;
  /** Leaves what was marked anew since it was read. */
  clear(read: Versioned<Telling>): Promise<void>;
}

/** By then the message itself should have come. */
const PATIENCE = 2 * MINUTE;

export function openTellings(store: Store, places: Places, clock: Clock): Tellings {
  const find = async (deploymentId: string) => {
    const [stored] = await store.get([places.telling(deploymentId)]);
    return stored && versioned<Telling>(stored, tellingShape);
  };
  const write = (deploymentId: string, expected: number, due?: string) => {
    const key = places.telling(deploymentId);
    return store.put({ ...key, ...(due && { due }), body: bodyFor({ deploymentId }) }, expected);
  };
  return {
    mark: (deploymentId) =>
      despiteConflicts(async () => {
        const found = await find(deploymentId);
        await write(deploymentId, found?.version ?? 0, after(clock.now(), PATIENCE));
      }, clock),
    get: find,
    // Kept without a due time, not removed: made anew it would have a version that was before.
    clear: async ({ item, version, due }) => {
      if (due === undefined) return;
      try {
        await write(item.deploymentId, version);
      } catch (error) {
        if (!(error instanceof VersionConflictError)) throw error;
      }
    },
  };
}
