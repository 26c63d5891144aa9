import type { Clock } from '../runtime/clock.ts';
import type { DecisionItem } from './items.ts';
import type { Places } from './places.ts';
import { openSaid, type Said } from './said.ts';
import { decisionShape } from './shapes.ts';
import type { Store } from './store.ts';
import { versioned } from './versioned.ts';

export type Decisions = Said<DecisionItem>;

export function openDecisions(store: Store, places: Places, clock: Clock): Decisions {
  return openSaid(store, clock, places.decision, (stored) => versioned(stored, decisionShape));
}
