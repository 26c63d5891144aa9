import { isGiven } from '../../record/verdict.ts';
import { offersOf } from '../../slack/offers.ts';
import type { Verb } from '../../slack/press.ts';
import type { DeploymentView } from '../../slack/view.ts';
import type { SeenAccess, Sight } from './sight.ts';

interface About {
  readonly verb: Verb;
  readonly accessId?: string;
  readonly at: Date;
}

/**
 * Whether a press must be held against what is offered now. What one button was shown for, its
 * revision says; but not how far a connection is, nor to which of many it applies.
 */
export function isToBeJudged({ verb, accessId }: Pick<About, 'verb' | 'accessId'>): boolean {
  return accessId === undefined || verb === 'connect' || verb === 'replace';
}

export type Concerned = SeenAccess & {
  /** Its connection was asked for already: by this very press, or by another one that is not done with. */
  readonly asked?: true;
};

/** Those accesses that a press is about: the one that it names, or all of which the message offers it. */
export function concernedBy(
  { verb, accessId, at }: About,
  { accesses }: Sight,
  view: DeploymentView | undefined,
): readonly Concerned[] {
  const named = accesses.filter(({ want }) => accessId === undefined || want.accessId === accessId);
  if (!isToBeJudged({ verb, ...(accessId && { accessId }) })) return named;
  const offering = view?.accesses.filter((one) => offersOf(one).includes(verb));
  const offered = new Set(offering?.map((one) => one.accessId));
  const isOffered = ({ want }: SeenAccess) => offered.has(want.accessId);
  if (verb !== 'connect' && verb !== 'replace') return named.filter(isOffered);
  return named.flatMap((one): readonly Concerned[] => {
    const asked = askOf(one, verb);
    if (asked === undefined) return isOffered(one) ? [one] : [];
    // The same press twice, or sent again by somebody who has seen it.
    const isFresh = isOffered(one) && asked.at < at.toISOString();
    return [isFresh ? one : { ...one, asked: true }];
  });
}

/** As what a press must be judged: whatever lets an access stay that no rule gives is an undoing. */
export function meantBy(verb: Verb, { want }: SeenAccess): Verb {
  return (verb === 'release' || verb === 'hold') && !isGiven(want) ? 'undo' : verb;
}

/** What was asked for that this press asks for, too; not where it came to nothing. */
function askOf({ ask, handed }: SeenAccess, verb: 'connect' | 'replace') {
  if (verb === 'replace') return ask?.replace ? ask : undefined;
  return handed?.state === 'taken' ? undefined : ask;
}
