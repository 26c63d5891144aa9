import { after, type Clock, MINUTE } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import { VersionConflictError } from './errors.ts';
import { tellingShape } from './shapes.ts';
import type { Key, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

export interface Telling {
  readonly deploymentId: string;
  /** By a person: it is told where it would be left to a summary, too, and shown again whatever Slack shows. */
  readonly asked?: true;
}

/**
 * Of whom something is still to be told: a message to `notify` that is lost, or that a crash kept
 * from being sent, is sent again from here.
 */
export interface Tellings {
  /** Marked before that is written down of which it is to be told. */
  mark(deploymentId: string, options?: Pick<Telling, 'asked'>): Promise<void>;
  /** Read before what is told is looked up. */
  get(deploymentId: string): Promise<Versioned<Telling> | undefined>;
  /** Leaves what was marked anew since it was read. */
  clear(read: Versioned<Telling>): Promise<void>;
}

/** By then the message itself should have come. */
const PATIENCE = 2 * MINUTE;

/** Tellings, or whatever else is marked like them, each where `keyOf` says. */
export function openTellings(
  store: Store,
  keyOf: (deploymentId: string) => Key,
  clock: Clock,
): Tellings {
  const find = async (deploymentId: string) => {
    const [stored] = await store.get([keyOf(deploymentId)]);
    return stored && versioned<Telling>(stored, tellingShape);
  };
  const write = (item: Telling, expected: number, due?: string) => {
    const key = keyOf(item.deploymentId);
    return store.put({ ...key, ...(due && { due }), body: bodyFor(item) }, expected);
  };
  return {
    mark: (deploymentId, options = {}) =>
      despiteConflicts(async () => {
        const found = await find(deploymentId);
        const item = { ...found?.item, deploymentId, ...options };
        await write(item, found?.version ?? 0, after(clock.now(), PATIENCE));
      }, clock),
    get: find,
    // Kept without a due time, not removed: made anew it would have a version that was before.
    clear: async ({ item, version, due }) => {
      if (due === undefined) return;
      try {
        await write({ deploymentId: item.deploymentId }, version);
      } catch (error) {
        if (!(error instanceof VersionConflictError)) throw error;
      }
    },
  };
}
