import type { AccessRecord } from '../record/record.ts';
import type { Clock } from '../runtime/clock.ts';

/** A target is quiet when nothing was added to it for so long, in milliseconds. */
const QUIET = 700;
const PATIENCE = 5_000;
const STEP = 350;

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
  const giveUp = clock.now().getTime() + PATIENCE;
  for (;;) {
    const rows = await record.accesses.onTarget(targetKey);
    const newest = Math.max(...rows.map(({ item }) => Date.parse(item.createdAt)), 0);
    const now = clock.now().getTime();
    if (now - newest >= QUIET || now >= giveUp) return;
    await clock.sleep(STEP);
  }
}
