import type { AccessPlace, Decided } from '../../record/items.ts';
import { after, MINUTE, SECOND } from '../../runtime/clock.ts';

const FIRST_REMINDER = 45 * SECOND;
const LAST_REMINDER = 30 * MINUTE;

/** When a Deployment is decided again unasked: soon at first, then ever more rarely, until all has settled. */
export function reminderOf(
  decided: Decided,
  unsettled: readonly AccessPlace[],
  now: Date,
): { readonly reminders: number; readonly due: string | undefined } {
  if (!isOpen(decided, unsettled)) return { reminders: 0, due: undefined };
  const reminders = decided.reminders + 1;
  const wait = Math.min(LAST_REMINDER, FIRST_REMINDER * 2 ** (reminders - 1));
  return { reminders, due: after(now, wait) };
}

/** Whether somebody must come back to it. */
function isOpen({ nothing, wants }: Decided, unsettled: readonly AccessPlace[]): boolean {
  const waits = nothing?.code === 'identity-absent' || wants.some(({ withheld }) => withheld);
  return waits || unsettled.length > 0;
}
