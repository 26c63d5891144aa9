import type { AccessView } from './view.ts';

/** What an access amounts to for whoever reads the message; the most urgent first. */
export const STANDINGS = [
  'refused',
  'approval',
  'waiting',
  'granted',
  'lapsed',
  'preview',
  'held',
  'denied',
  'revoked',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** What a waiting access waits for, where it is not the cloud. */
const WAITS_FOR_PEOPLE: readonly string[] = ['approval', 'preview', 'held', 'denied'];

export function standingOf({ state, reason, ungiven }: AccessView): Standing {
  if (state === 'revoked' && ungiven) return 'denied';
  if (state === 'refused' && reason?.code === 'approval-lapsed') return 'lapsed';
  if (state === 'granted' || state === 'refused' || state === 'revoked') return state;
  const waitsFor = STANDINGS.find((one) => one === reason?.code);
  return waitsFor !== undefined && WAITS_FOR_PEOPLE.includes(waitsFor) ? waitsFor : 'waiting';
}

/** The accesses with the most urgent first, and otherwise in the order of the rules. */
export function byUrgency(accesses: readonly AccessView[]): readonly AccessView[] {
  const rank = (access: AccessView) => STANDINGS.indexOf(standingOf(access));
  return accesses.toSorted((a, b) => rank(a) - rank(b));
}

export function tally(accesses: readonly AccessView[]): ReadonlyMap<Standing, number> {
  const standings = accesses.map(standingOf);
  return new Map(
    STANDINGS.map((standing) => [standing, standings.filter((one) => one === standing).length]),
  );
}
