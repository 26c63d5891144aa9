import type { AccessPlace, Decided } from '../../record/items.ts';
import { after, MINUTE, SECOND } from '../../runtime/clock.ts';

const FIRST_REMINDER = 45 * SECOND;
const LAST_REMINDER = 30 * MINUTE;

/**
 * When a Deployment is decided again unasked: soon at first, then ever more rarely, until all has
 * settled; and when something of it ends, for only a decision takes it.
 */
export function reminderOf(
  decided: Decided,
  unsettled: readonly AccessPlace[],
  now: Date,
): { readonly reminders: number; readonly due: string | undefined } {
  const ends = decided.wants.flatMap(({ until }) => until ?? []).toSorted();
  const [next] = ends.filter((until) => until > now.toISOString());
  const isOverdue = ends.some((until) => until <= now.toISOString());
  if (!isOverdue && !isOpen(decided, unsettled)) return { reminders: 0, due: next };
  const reminders = decided.reminders + 1;
  const wait = Math.min(LAST_REMINDER, FIRST_REMINDER * 2 ** (reminders - 1));
  const [due] = [after(now, wait), ...(next === undefined ? [] : [next])].toSorted();
  return { reminders, due };
}

/** Whether somebody must come back to it. */
function isOpen({ nothing, wants }: Decided, unsettled: readonly AccessPlace[]): boolean {
  const waits = nothing?.code === 'identity-absent' || wants.some(({ withheld }) => withheld);
  return waits || unsettled.length > 0;
}
