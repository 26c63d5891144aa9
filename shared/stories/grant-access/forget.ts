import type { AccessRecord } from '../../record/record.ts';
import { inTurn, unlessWritten } from './in-turn.ts';
import type { Situation } from './situation.ts';

/** Removes the rows of what is over; the others, in the order in which they were. */
export async function withoutThoseOver(
  situations: readonly Situation[],
  { accesses }: Pick<AccessRecord, 'accesses'>,
): Promise<readonly Situation[]> {
  const over = situations.filter((one) => one.over);
  await inTurn(over, ({ access }) => unlessWritten(accesses.remove(access)));
  return situations.filter((one) => !one.over);
}
