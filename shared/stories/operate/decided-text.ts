import type { Verdict, Want } from '../../record/items.ts';

/** What became of a decision on one access. */
export interface Result {
  readonly kind: 'decided' | 'overtaken' | 'refused';
  readonly want: Want;
  readonly said: string;
}

export const SAID: Readonly<Record<Verdict, string>> = {
  approved: 'Approved: it is being granted.',
  denied: 'Denied: it is not given, and what was given is being taken back.',
  held: 'Held: nothing is given and nothing is taken until it is released.',
  released: 'Released: it goes on as the access rules say.',
  kept: 'Kept: no access rule gives it, and it stays as it stands until somebody takes it back or a rule gives it again.',
};

export const RETRIED = 'It is tried again.';

export const OVERTAKEN = 'Somebody else decided on it in the meantime, and nothing was done.';

/** All results as one text; targets are named where not all is done, and all in the same way. */
export function decidedText(
  results: readonly Result[],
  paused: { readonly by: string } | undefined,
): string {
  const done = results.filter(({ kind }) => kind === 'decided');
  const groups = Map.groupBy(results, ({ said }) => said);
  const alike = groups.size === 1 && done.length > 0;
  const sentences = [...groups].map(([said, those]) => {
    const targets = new Set(those.map(({ want }) => want.target));
    return alike ? said : `${[...targets].join(', ')}: ${lowered(said)}`;
  });
  const waits = paused !== undefined && done.length > 0;
  return [...sentences, ...(waits ? [WAITS(paused.by)] : [])].join(' ');
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

const WAITS = (by: string) =>
  `But ${by} has paused the installation: no policy is written until it is resumed.`;
