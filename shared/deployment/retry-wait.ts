import { HOUR, SECOND } from '../runtime/clock.ts';

const FIRST = SECOND / 2;

/**
 * Milliseconds to wait after a failed attempt: at least what the server asks for, in seconds or
 * as a date; otherwise twice as long each time. A random share keeps callers apart.
 */
export function retryWait(attempt: number, asked: string | undefined, now: Date): number {
  const half = (FIRST * 2 ** (attempt - 1)) / 2;
  return Math.round(Math.max(half, askedWait(asked, now)) + half * Math.random());
}

/** Who asks for more is not minded: there are numbers that no date can hold. */
const LONGEST = 24 * HOUR;

/** What a header `Retry-After` asks for, in milliseconds. */
export function askedWait(asked: string | undefined, now: Date): number {
  if (asked === undefined) return 0;
  const seconds = /^\d+$/.test(asked.trim()) ? Number(asked) : undefined;
  const wait = seconds === undefined ? Date.parse(asked) - now.getTime() : seconds * SECOND;
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(0, wait), LONGEST);
}
