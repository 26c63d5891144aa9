import type { AccessRecord } from '../../record/record.ts';
import { type Clock, SECOND } from '../../runtime/clock.ts';

/**
 * How long a target must be left alone before its policy is written; what a single grant waits.
 *
 * Deployments that are created together do not arrive together: Astro answers 25 questions a
 * second, so that two hundred of them come over eight seconds, and on one of ten roles a second
 * apart. With 0.7 s most roles were written four times in such a burst; with 2 s, once.
 */
const QUIET = 2 * SECOND;
/** Where the last ones came further apart than that, it waits for so many of their gaps. */
const GAPS = 3;
/** Whoever came first waits no longer than this, however many follow. */
const PATIENCE = 15 * SECOND;

/**
 * Waits until no more accesses arrive, so that Deployments created together become one write.
 * A role of its own has one Deployment, and does not wait.
 */
export async function burstOver(
  targetKey: string,
  record: AccessRecord,
  clock: Clock,
): Promise<void> {
  if (targetKey.startsWith('aws-own-role/')) return;
  const begun = clock.now().getTime();
  for (;;) {
    const rows = await record.accesses.onTarget(targetKey);
    // Those that were granted before are no part of it, however lately that was.
    const coming = rows.filter(({ item }) => item.state === 'pending');
    const quietAt = whenQuiet(coming.map(({ item }) => Date.parse(item.createdAt)));
    const wait = Math.min(quietAt, begun + PATIENCE) - clock.now().getTime();
    if (wait <= 0) return;
    await clock.sleep(wait);
  }
}

/** When the burst that these moments belong to is over, if nothing else comes. */
function whenQuiet(moments: readonly number[]): number {
  const newest = Math.max(...moments, 0);
  const burst = moments.filter((moment) => moment > newest - PATIENCE);
  const gap = (newest - Math.min(...burst)) / Math.max(1, burst.length - 1);
  return newest + Math.max(QUIET, GAPS * gap);
}
