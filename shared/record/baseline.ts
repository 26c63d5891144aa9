import type { Places } from './places.ts';
import { baselineShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** The Deployments that were there when the installation was new. */
export interface BaselineItem {
  readonly at: string;
  readonly deployments: readonly string[];
  /** What became of them, as far as that is known. */
  readonly counts?: BaselineCounts;
  /** Since when they have settled, and news of one of them is a message of its own. */
  readonly closed?: string;
}

export interface BaselineCounts {
  /** All Deployments of the baseline, those too that have left it since. */
  readonly deployments: number;
  /** Deployments that are not decided yet. */
  readonly undecided: number;
  /** Deployments that no access rule matches. */
  readonly noRule: number;
  /** Deployments that get nothing for another reason. */
  readonly nothing: number;
  /** Accesses, by what became of them. */
  readonly byHand: number;
  readonly granted: number;
  readonly wouldGain: number;
  readonly toApprove: number;
  readonly refused: number;
  readonly waiting: number;
}

/** Written by `sweep` alone. */
export interface Baseline {
  get(): Promise<Versioned<BaselineItem> | undefined>;
  /** Throws `VersionConflictError` when its version is no longer `expected` (0: there is none). */
  write(expected: number, item: BaselineItem): Promise<void>;
}

export function openBaseline(store: Store, places: Places): Baseline {
  return {
    get: async () => {
      const [stored] = await store.get([places.baseline]);
      return stored && versioned<BaselineItem>(stored, baselineShape);
    },
    write: async (expected, item) => {
      await store.put({ ...places.baseline, body: bodyFor(item) }, expected);
    },
  };
}
