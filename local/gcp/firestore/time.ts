import { invalid } from '../refusal.ts';

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Microseconds since 1970, which still fit a JavaScript number exactly. */
export function micros(text: string): number {
  const [, seconds, fraction = '', zone] = FORM.exec(text) ?? [];
  if (seconds === undefined) throw invalid(`Invalid time: ${text}`);
  return Date.parse(`${seconds}${zone}`) * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** As Google writes it: no, three or six digits after the second. */
export function timestamp(time: number): string {
  const seconds = new Date(Math.floor(time / 1_000_000) * 1_000).toISOString().slice(0, 19);
  const fraction = String(((time % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0');
  const digits = fraction.replace(/000$/, '').replace(/000$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
