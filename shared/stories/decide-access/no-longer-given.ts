import type { Decided, DecisionItem, Want } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { isDenied, isKept, staying } from '../../record/verdict.ts';

/** Those that no rule gives any more. */
export function noLongerGiven(before: readonly Want[], wants: readonly Want[]): readonly Want[] {
  const given = new Set(wants.map(({ accessId }) => accessId));
  return before.filter(({ accessId }) => !given.has(accessId));
}

/**
 * What becomes of one that no rule gives: it stays for `keep`, so that a slip in the rules takes
 * nothing at once; unless a person said that it goes at once, or that it stays.
 */
export function afterwards(
  { withheld: _, ...old }: Want,
  decision: DecisionItem | undefined,
  until: string,
  now: Date,
): readonly Want[] {
  if (isDenied(old, decision)) return [];
  const endingSince = now.toISOString();
  const { kept: _kept, ...rest } = old;
  const ending = { ...(old.until === undefined ? { ...rest, until, endingSince } : old) };
  if (decision?.verdict === 'held' || isKept(old, decision)) return [staying(ending)];
  return (ending.until ?? until) > now.toISOString() ? [ending] : [];
}

/** Of one that ends: whether it is over by now. */
export function hasEnded(want: Want, decision: DecisionItem | undefined, now: Date): boolean {
  const { until } = want;
  return until !== undefined && afterwards(want, decision, until, now).length === 0;
}

/** What people decided on the accesses that a Deployment had. */
export function decisionsOn(
  before: Decided | undefined,
  record: AccessRecord,
): Promise<ReadonlyMap<string, DecisionItem>> {
  return record.decisions.get((before?.wants ?? []).map(({ accessId }) => accessId));
}
