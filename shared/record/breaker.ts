import { after, type Clock, HOUR } from '../runtime/clock.ts';
import { digest } from '../runtime/json.ts';
import { despiteConflicts } from './conflicts.ts';
import type { Places } from './places.ts';
import { breakerShape } from './shapes.ts';
import type { Store } from './store.ts';
import { bodyFor, versioned } from './versioned.ts';

/** Written by `decide-access`, and by `operate` when a person confirms. */
export interface BreakerItem {
  /** Accesses that ended within the last hour, and when. */
  readonly ended: readonly { readonly accessId: string; readonly at: string }[];
  /** How many accesses there were when the first of these ended. */
  readonly population: number;
  /** Since when nothing ends, and what would have ended when it stopped. */
  readonly tripped?: { readonly at: string; readonly count: number };
  /** Until when endings are not counted, because somebody said that they are meant. */
  readonly confirmed?: { readonly by: string; readonly until: string };
}

/** Stops the ending of accesses, whatever its cause, when there are too many in an hour. */
export interface Breaker {
  /** Whether these may end now, among those that `live` finds; a refusal holds until somebody confirms. */
  end(accessIds: readonly string[], live: () => Promise<readonly string[]>): Promise<boolean>;
  /** Whether counting these would tell nothing new. */
  knows(accessIds: readonly string[]): Promise<boolean>;
  confirm(by: string): Promise<void>;
  get(): Promise<BreakerItem>;
}

/** More than this share of an installation's accesses, and at least so many, in an hour. */
const SHARE = 0.2;
const LEAST = 3;
const WINDOW = HOUR;

const NOTHING: BreakerItem = { ended: [], population: 0 };

export function openBreaker(store: Store, places: Places, clock: Clock): Breaker {
  const read = async () => {
    const [stored] = await store.get([places.breaker]);
    if (stored === undefined) return { item: NOTHING, version: 0 };
    return versioned<BreakerItem>(stored, breakerShape);
  };
  const change = (next: (item: BreakerItem) => Promise<BreakerItem> | BreakerItem) =>
    despiteConflicts(async () => {
      const { item, version } = await read();
      const changed = await next(item);
      // Many workers ask at once: those whose answer changes nothing stay out of each other's way.
      if (digest(changed) === digest(item)) return item;
      await store.put({ ...places.breaker, body: bodyFor(changed) }, version);
      return changed;
    }, clock);
  return {
    end: async (accessIds, live) => {
      if (accessIds.length === 0) return true;
      const now = clock.now();
      const item = await change(async (current) => {
        const counted = recent(current, now);
        const uncounted = uncountedOf(counted, accessIds);
        if (uncounted.length === 0) return counted;
        const isKnown = counted.ended.length > 0 && counted.ended.length === current.ended.length;
        const population = isKnown ? counted.population : populationOf(counted, await live());
        return ending({ ...counted, population }, uncounted, now);
      });
      return item.tripped === undefined;
    },
    knows: async (accessIds) => {
      const { item } = await read();
      return uncountedOf(recent(item, clock.now()), accessIds).length === 0;
    },
    confirm: async (by) => {
      const until = after(clock.now(), WINDOW);
      await change(({ tripped: _, ...item }) => ({ ...item, confirmed: { by, until } }));
    },
    get: async () => (await read()).item,
  };
}

function recent(item: BreakerItem, now: Date): BreakerItem {
  const from = after(now, -WINDOW);
  const { confirmed, ...rest } = item;
  const stillConfirmed = confirmed !== undefined && confirmed.until > now.toISOString();
  return {
    ...rest,
    ended: item.ended.filter(({ at }) => at > from),
    ...(stillConfirmed && { confirmed }),
  };
}

/** Where the first of an hour is another one than before, there may be far fewer by now. */
function populationOf({ ended }: BreakerItem, live: readonly string[]): number {
  return new Set([...live, ...ended.map(({ accessId }) => accessId)]).size;
}

/** Once it has stopped, and while endings are meant, none is counted. */
function uncountedOf(item: BreakerItem, accessIds: readonly string[]): readonly string[] {
  if (item.tripped !== undefined || item.confirmed !== undefined) return [];
  const known = new Set(item.ended.map(({ accessId }) => accessId));
  return accessIds.filter((accessId) => !known.has(accessId));
}

function ending(item: BreakerItem, uncounted: readonly string[], now: Date): BreakerItem {
  const at = now.toISOString();
  const ended = [...item.ended, ...uncounted.map((accessId) => ({ accessId, at }))];
  const tooMany = ended.length >= LEAST && ended.length > SHARE * item.population;
  return tooMany ? { ...item, tripped: { at, count: ended.length } } : { ...item, ended };
}
