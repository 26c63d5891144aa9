import { VersionConflictError } from '../../record/errors.ts';
import type { AccessRecord } from '../../record/record.ts';
import { inTurn } from './in-turn.ts';
import type { Situation } from './situation.ts';

/** Removes the rows of what is over; the others, in the order in which they were. */
export async function withoutThoseOver(
  situations: readonly Situation[],
  { accesses }: Pick<AccessRecord, 'accesses'>,
): Promise<readonly Situation[]> {
  const over = situations.filter((one) => one.over);
  await inTurn(over, async ({ access }) => {
    try {
      await accesses.remove(access);
    } catch (error) {
      // Somebody has just written it, or another worker removed it: the next pass will see.
      if (!(error instanceof VersionConflictError)) throw error;
    }
  });
  return situations.filter((one) => !one.over);
}
