import { INCOMPLETE } from '../../record/order-reasons.ts';
import type { AccessRecord } from '../../record/record.ts';
import type { Clock } from '../../runtime/clock.ts';
import { nextCheck } from './check-schedule.ts';
import { inTurn, unlessWritten } from './in-turn.ts';
import type { Situation } from './situation.ts';

/**
 * Of whom the record has nothing (any more) nothing is done, and yet their rows may be due: put off
 * to the next look at the target, or the sweep would send it every minute for ever.
 */
export async function putOffUnknown(
  situations: readonly Situation[],
  { accesses }: Pick<AccessRecord, 'accesses'>,
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  const now = clock.now();
  const isDue = ({ access: { due } }: Situation) => due !== undefined && due <= now.toISOString();
  const unknown = situations.filter((one) => !one.over && isUnknown(one) && isDue(one));
  await inTurn(unknown, ({ access }) =>
    unlessWritten(accesses.write(access, access.item, nextCheck(access.item.targetKey, now))),
  );
}

function isUnknown({ order }: Situation): boolean {
  return order.kind === 'keep' && order.why.code === INCOMPLETE.code;
}
