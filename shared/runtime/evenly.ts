import { type Clock, SECOND } from './clock.ts';

/** Lets so many begin in a second, in the order in which they ask; one alone does not wait. */
export function evenly(perSecond: number, clock: Clock): () => Promise<void> {
  let free = 0;
  return async () => {
    const now = clock.now().getTime();
    const turn = Math.max(now, free);
    free = turn + SECOND / perSecond;
    if (turn > now) await clock.sleep(turn - now);
  };
}
