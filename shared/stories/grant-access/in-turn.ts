import { VersionConflictError } from '../../record/errors.ts';
import { eachAtMost } from '../../runtime/at-most.ts';
import type { Situation } from './situation.ts';

/** Rows that are written at once: more would not be quicker, and would be throttled sooner. */
const AT_ONCE = 16;

/**
 * Writes for each of them, many at once. Who takes over what another had placed comes first, and
 * all of these before any other is begun: a crash in between forgets nothing.
 */
export async function inTurn(
  situations: readonly Situation[],
  write: (situation: Situation) => Promise<void>,
): Promise<void> {
  const takes = ({ order }: Situation) => order.kind === 'grant';
  await eachAtMost(AT_ONCE, situations.filter(takes), write);
  await eachAtMost(
    AT_ONCE,
    situations.filter((one) => !takes(one)),
    write,
  );
}

/** Somebody has just written the row, or another worker removed it: the next pass will see. */
export async function unlessWritten(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof VersionConflictError)) throw error;
  }
}
