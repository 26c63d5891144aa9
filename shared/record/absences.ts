import { VersionConflictError } from './errors.ts';
import type { Places } from './places.ts';
import { absenceShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** A Deployment of the record that complete lists of Astro's do not have. Written by `sweep` alone. */
export interface AbsenceItem {
  readonly deploymentId: string;
  /** When the first of an unbroken row of lists was asked for. */
  readonly since: string;
  /** When the last one was. */
  readonly last: string;
}

export interface Absences {
  get(deploymentId: string): Promise<AbsenceItem | undefined>;
  list(): Promise<readonly Versioned<AbsenceItem>[]>;
  /** A sweep at the same time may have noted it as well: one of the two notes is enough. */
  note(item: AbsenceItem, known?: Versioned<AbsenceItem>): Promise<void>;
  /** It is there after all. */
  forget(known: Versioned<AbsenceItem>): Promise<void>;
}

export function openAbsences(store: Store, places: Places): Absences {
  const keyOf = (deploymentId: string) => ({ partition: places.absences, id: deploymentId });
  return {
    get: async (deploymentId) => {
      const [stored] = await store.get([keyOf(deploymentId)]);
      return stored && versioned<AbsenceItem>(stored, absenceShape).item;
    },
    list: async () =>
      (await store.list(places.absences)).map((one) => versioned<AbsenceItem>(one, absenceShape)),
    note: (item, known) =>
      unlessOvertaken(() =>
        store.put({ ...keyOf(item.deploymentId), body: bodyFor(item) }, known?.version ?? 0),
      ),
    forget: ({ item, version }) =>
      unlessOvertaken(() => store.remove(keyOf(item.deploymentId), version)),
  };
}

async function unlessOvertaken(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof VersionConflictError)) throw error;
  }
}
