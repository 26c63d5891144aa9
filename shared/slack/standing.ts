import type { AccessView, DeploymentView } from './view.ts';

/** What an access amounts to for whoever reads the message; the most urgent first. */
export const STANDINGS = [
  'refused',
  'approval',
  'waiting',
  'granted',
  'preview',
  'held',
  'denied',
  'revoked',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** What a waiting access waits for, where it is not the cloud. */
const WAITS_FOR_PEOPLE: readonly string[] = ['approval', 'preview', 'held', 'denied'];

export function standingOf({ state, reason }: AccessView): Standing {
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

const EMOJI: Readonly<Partial<Record<Standing, string>>> = {
  refused: '🔴',
  approval: '🔵',
  waiting: '🟡',
  granted: '🟢',
};

export function emojiOf({ accesses }: DeploymentView): string {
  const [first] = byUrgency(accesses);
  return (first && EMOJI[standingOf(first)]) ?? '⚪';
}

const ALONE: Readonly<Record<Exclude<Standing, 'granted'>, string>> = {
  refused: 'refused, a person must act',
  approval: 'approval needed',
  waiting: 'waiting, nothing for you to do',
  preview: 'preview, nothing is written',
  held: 'held',
  denied: 'denied',
  revoked: 'access taken back',
};

const COUNTED: Readonly<Record<Exclude<Standing, 'granted'>, string>> = {
  refused: 'refused',
  approval: 'to approve',
  waiting: 'waiting',
  preview: 'in preview',
  held: 'held',
  denied: 'denied',
  revoked: 'taken back',
};

/** The state of a Deployment in a few words: `2 of 2 ready`. */
export function stateOf({ accesses }: DeploymentView): string {
  const counts = tally(accesses);
  const ready = counts.get('granted') ?? 0;
  const live = accesses.length - (counts.get('revoked') ?? 0);
  const others = STANDINGS.filter((one) => one !== 'granted').filter((one) => counts.get(one));
  const [only] = others;
  if (ready === 0 && only === undefined) return 'gets no access';
  if (ready === 0 && only !== undefined && others.length === 1) return ALONE[only];
  const rest = others.map((one) => `${counts.get(one)} ${COUNTED[one]}`);
  return [...(ready > 0 ? [`${ready} of ${live} ready`] : []), ...rest].join(', ');
}
