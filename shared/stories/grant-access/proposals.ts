import type { PolicyChange } from '../../record/items.ts';
import { orderDigest } from '../../record/order.ts';
import { asIfGranted, isProposed } from './as-if-granted.ts';
import { diffText } from './policy-diff.ts';
import { planWith, type Reading } from './reading.ts';
import type { Situation } from './situation.ts';

/** By access, what granting it would change; of those that have no such proposal for their order. */
export function proposals(
  situations: readonly Situation[],
  reading: Reading,
  now: Date,
): ReadonlyMap<string, PolicyChange> {
  const at = now.toISOString();
  const open = situations.filter((one) => isProposed(one) && !isProposedAlready(one));
  return new Map(
    open.map((one) => [one.access.item.accessId, { at, diff: proposal(one, reading) }]),
  );
}

function isProposedAlready({ access: { item }, order }: Situation): boolean {
  return item.proposal !== undefined && item.answers === orderDigest(order);
}

function proposal(situation: Situation, reading: Reading): string {
  const { change, standings } = planWith(reading, asIfGranted(situation));
  const standing = standings.get(situation.access.item.accessId);
  if (standing?.kind === 'refused') return standing.problem.text;
  if (change.kind === 'none') return 'Nothing would change: it is there already.';
  return diffText(reading.current, change.policy);
}
