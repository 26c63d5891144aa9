import type { Clock } from '../runtime/clock.ts';
import type { Places } from './places.ts';
import { openSaid, type Said } from './said.ts';
import { connectionAskShape } from './shapes.ts';
import type { Store } from './store.ts';
import { versioned } from './versioned.ts';

/** That a person wants a connection made. */
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

export type ConnectionAsks = Said<ConnectionAsk>;

export function openConnectionAsks(store: Store, places: Places, clock: Clock): ConnectionAsks {
  return openSaid(store, clock, places.connectionAsk, (stored) =>
    versioned(stored, connectionAskShape),
  );
}
