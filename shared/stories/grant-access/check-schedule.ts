import { HOUR } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';

/** Between two looks at a policy that nobody asked us to change. */
const EVERY = 6 * HOUR;

/**
 * When the target is looked at next to see whether it is still as it was left: each target at a
 * moment of its own in every six hours, and all accesses of a target at the same.
 */
export function nextCheck(targetKey: string, now: Date): string {
  const offset = Number.parseInt(digest(targetKey).slice(0, 8), 16) % EVERY;
  const passed = (now.getTime() - offset) % EVERY;
  const left = EVERY - passed;
  // Not at once again: what is just being settled has been looked at.
  const wait = left < HOUR ? left + EVERY : left;
  return new Date(now.getTime() + wait).toISOString();
}
