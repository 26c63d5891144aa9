import { AccessError } from '../runtime/errors.ts';
import { RecordUnavailableError } from './errors.ts';
import type { Store } from './store.ts';

/** The store, whose vendor's errors now say which table or collection they are about. */
export function namedStore(place: string, store: Store): Store {
  const named = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof AccessError) throw error;
      throw new RecordUnavailableError(`the record in ${place}: ${String(error)}`, {
        cause: error,
      });
    }
  };
  return {
    get: (keys) => named(store.get(keys)),
    list: (partition) => named(store.list(partition)),
    put: (draft, expected) => named(store.put(draft, expected)),
    remove: (key, expected) => named(store.remove(key, expected)),
    due: (installation, now, limit) => named(store.due(installation, now, limit)),
  };
}
