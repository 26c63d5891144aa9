import { type Clock, systemClock } from '../runtime/clock.ts';
import { VersionConflictError } from './errors.ts';
import { keyText } from './keys.ts';
import type { Item, Key } from './store.ts';

const ATTEMPTS = 12;

export function conflict(
  key: Key,
  expected: number,
  found: Pick<Item, 'version'> | undefined,
  cause?: unknown,
): VersionConflictError {
  return new VersionConflictError(
    `${keyText(key)}: version ${expected} was expected, ${found?.version ?? 0} is there`,
    { cause },
  );
}

/** Reads and writes again after each conflict, for items that several workers write. */
export async function despiteConflicts<T>(
  readAndWrite: () => Promise<T>,
  clock: Clock = systemClock,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readAndWrite();
    } catch (error) {
      if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
    }
    await backOff(attempt, clock);
  }
}

/** Longer each time, to at most 1 s, and at random, so that those who collided do not meet again. */
export function backOff(attempt: number, clock: Clock = systemClock): Promise<void> {
  return clock.sleep(Math.random() * Math.min(1_000, 10 * 2 ** attempt));
}
