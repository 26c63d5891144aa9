import type { Clock } from '../../shared/runtime/clock.ts';

/** Says whether one more request is within what a second allows. */
export function rateLimit(perSecond: number, clock: Clock): () => boolean {
  let recent: readonly number[] = [];
  return () => {
    const now = clock.now().getTime();
    recent = recent.filter((moment) => moment > now - 1_000);
    if (recent.length >= perSecond) return false;
    recent = [...recent, now];
    return true;
  };
}
