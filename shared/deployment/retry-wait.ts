import { SECOND } from '../runtime/clock.ts';

const FIRST = SECOND / 2;

/**
 * Milliseconds to wait after a failed attempt: at least what the server asks for, in seconds or
 * as a date; otherwise twice as long each time. A random share keeps callers apart.
 */
export function retryWait(attempt: number, asked: string | undefined, now: Date): number {
  const half = (FIRST * 2 ** (attempt - 1)) / 2;
  return Math.round(Math.max(half, askedWait(asked, now)) + half * Math.random());
}

/** What a header `Retry-After` asks for, in milliseconds. */
export function askedWait(asked: string | undefined, now: Date): number {
  if (asked === undefined) return 0;
  if (/^\d+$/.test(asked.trim())) return Number(asked) * SECOND;
  const until = Date.parse(asked);
  return Number.isNaN(until) ? 0 : until - now.getTime();
}
