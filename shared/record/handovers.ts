import type { Problem } from '../policy/plan.ts';
import type { Via } from '../rules/access-rules.ts';
import type { Places } from './places.ts';
import { handoverShape } from './shapes.ts';
import type { Item, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** What became of a Deployment's connections. Written by `hand-over` alone. */
export interface HandoverItem {
  readonly deploymentId: string;
  readonly connections: readonly HandedOver[];
}

export interface HandedOver {
  readonly accessId: string;
  readonly connectionId: string;
  readonly via: Via;
  /** `taken`: there is one of the same id that is not ours, and it was left alone. */
  readonly state: 'created' | 'waiting' | 'taken' | 'refused';
  /** When the state was entered. */
  readonly at: string;
  /** The digest of the connection that was made, or is to be. */
  readonly connection: string;
  /** Astro's id of the environment object that we made. */
  readonly objectId?: string;
  readonly reason?: Problem;
  /** How often it was tried in a row without getting anywhere. */
  readonly attempts?: number;
  /** When it is tried again. */
  readonly due?: string;
  /** When the asking was that this answers; one made since is another asking. */
  readonly answers?: string;
}

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
