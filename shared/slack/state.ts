import { isEnding, isHeld } from './offers.ts';
import { byUrgency, STANDINGS, type Standing, standingOf, tally } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

const EMOJI: Readonly<Partial<Record<Standing | 'ending', string>>> = {
  refused: '🔴',
  approval: '🔵',
  waiting: '🟡',
  ending: '🟠',
  granted: '🟢',
};

export function emojiOf({ accesses }: DeploymentView): string {
  const signs = byUrgency(accesses).map(signOf);
  return Object.values(EMOJI).find((sign) => signs.includes(sign)) ?? '⚪';
}

/** Of one access. */
export function signOf(access: AccessView): string {
  return EMOJI[isEnding(access) ? 'ending' : standingOf(access)] ?? '⚪';
}

const ALONE: Readonly<Record<Exclude<Standing, 'granted'>, string>> = {
  refused: 'refused, a person must act',
  approval: 'approval needed',
  waiting: 'waiting, nothing for you to do',
  lapsed: 'not approved in time',
  preview: 'preview, nothing is written',
  held: 'held',
  denied: 'denied',
  revoked: 'access taken back',
};

const COUNTED: Readonly<Record<Exclude<Standing, 'granted'>, string>> = {
  refused: 'refused',
  approval: 'to approve',
  waiting: 'waiting',
  lapsed: 'not approved',
  preview: 'in preview',
  held: 'held',
  denied: 'denied',
  revoked: 'taken back',
};

/** The state of a Deployment in a few words: `2 of 2 ready`. */
export function stateOf({ accesses, nothing }: DeploymentView): string {
  const counts = tally(accesses);
  const ready = counts.get('granted') ?? 0;
  const live = accesses.length - (counts.get('revoked') ?? 0);
  const others = STANDINGS.filter((one) => one !== 'granted').filter((one) => counts.get(one));
  const [only] = others;
  if (ready === 0 && only === undefined) {
    return nothing?.code === 'gone' ? 'gone from Astro' : 'gets no access';
  }
  if (ready === 0 && only !== undefined && others.length === 1) return ALONE[only];
  const rest = others.map((one) => `${counts.get(one)} ${COUNTED[one]}`);
  return [...(ready > 0 ? [`${ready} of ${live} ready`] : []), ...rest, ...ofThese(accesses)].join(
    ', ',
  );
}

/** What is also to be said of those that are ready. */
function ofThese(accesses: readonly AccessView[]): readonly string[] {
  const ready = accesses.filter((access) => standingOf(access) === 'granted');
  const ends = ready.filter(isEnding).length;
  const held = ready.filter(isHeld).length;
  return [
    ...(ends > 0 ? [`${ends} of them ${ends === 1 ? 'ends' : 'end'} soon`] : []),
    ...(held > 0 ? [`${held} of them held`] : []),
  ];
}
