import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import type { Places } from './places.ts';
import { pauseShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, versioned } from './versioned.ts';

export interface Paused {
  readonly by: string;
  readonly at: string;
}

/** The one switch that stops every write to IAM. Written by `operate` alone. */
export interface Pause {
  get(): Promise<Paused | undefined>;
  /** `undefined` lets it go on. */
  set(paused: Paused | undefined): Promise<void>;
}

export function openPause(store: Store, places: Places, clock: Clock): Pause {
  return {
    get: async () => {
      const [stored] = await store.get([places.pause]);
      return stored && versioned<{ readonly paused?: Paused }>(stored, pauseShape).item.paused;
    },
    set: (paused) =>
      despiteConflicts(async () => {
        const [found] = await store.get([places.pause]);
        const body = bodyFor(paused === undefined ? {} : { paused });
        await store.put({ ...places.pause, body }, found?.version ?? 0);
      }, clock),
  };
}
