import type { Placement } from '../policy/claim.ts';
import type { Plan } from '../policy/plan.ts';
import { placementDigest } from '../record/order.ts';
import type { AccessRecord } from '../record/record.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Pass } from './pass.ts';
import { isRepair, withRepair } from './repairs.ts';
import type { Situation } from './situation.ts';

interface WriteAheadTools {
  readonly record: AccessRecord;
  readonly clock: Clock;
}

/** Writes down what is about to be placed or taken, so that a crash after the write leaves a trace. */
export async function writeAhead(
  situations: readonly Situation[],
  plan: Plan<unknown>,
  pass: Pass,
  { record, clock }: WriteAheadTools,
): Promise<void> {
  for (const situation of changing(situations, plan)) {
    const { access, claim } = situation;
    const { item } = access;
    if (pass.traced.has(item.accessId)) continue;
    const standing = plan.standings.get(item.accessId);
    // Where others have given a part of it by hand, only the rest is ours.
    const ours = standing?.kind === 'adding' ? (standing.ours ?? claim.wanted) : undefined;
    const placed = ours === undefined ? item.placed : withPlacement(item.placed, ours);
    // Without `answers` the row is unsettled until this pass, or the one after its crash, has ended.
    const { answers: _, ...rest } = item;
    const what = claim.wanted === undefined ? 'removing' : 'adding';
    const wrote = { at: clock.now().toISOString(), what } as const;
    const repairs = isRepair(situation, plan, clock.now()) && withRepair(item, clock.now());
    const next = { ...rest, placed, wrote, ...(repairs && { repairs }) };
    await record.accesses.write(access, next, access.due);
    pass.traced.add(item.accessId);
  }
}

export function isWritten({ written }: Pass): (situation: Situation) => boolean {
  return ({ access }) => written.has(access.item.accessId);
}

export function changing(
  situations: readonly Situation[],
  plan: Plan<unknown>,
): readonly Situation[] {
  return situations.filter(({ access }) => {
    const kind = plan.standings.get(access.item.accessId)?.kind;
    return kind === 'adding' || kind === 'removing';
  });
}

/** For the log: whom the change is about. */
export function changes(situations: readonly Situation[], plan: Plan<unknown>) {
  const those = (kind: string) =>
    situations
      .filter(({ access }) => plan.standings.get(access.item.accessId)?.kind === kind)
      .map(({ access }) => access.item.accessId);
  return { adding: those('adding'), removing: those('removing') };
}

/** Once each: what is refused day after day would otherwise grow the row without end. */
function withPlacement(placed: readonly Placement[], ours: Placement): readonly Placement[] {
  const known = placed.some((one) => placementDigest(one) === placementDigest(ours));
  return known ? placed : [...placed, ours];
}
