import type { Placement } from '../../policy/claim.ts';
import type { Plan } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';
import { withPlacement } from '../../record/placement.ts';
import type { AccessRecord, Versioned } from '../../record/record.ts';
import type { Clock } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';
import { inTurn } from './in-turn.ts';
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
  await inTurn(changing(situations, plan), async (situation) => {
    const { access } = situation;
    const { accessId, placed } = access.item;
    const row = traced(situation, plan, pass, clock.now());
    const known = pass.traced.get(accessId);
    // What is wanted may have become another thing since the last attempt: that leaves a trace too.
    const said = digest([row.wrote?.what, row.placed]);
    if (known?.said === said) return;
    const { version } = await record.accesses.write(access, row, access.due);
    pass.traced.set(accessId, { said, version, before: placedBefore(access, pass) ?? placed });
  });
}

/** What it had placed before this pass; unknown where another worker has written its row since. */
export function placedBefore(
  { item, version }: Versioned<AccessItem>,
  { traced }: Pick<Pass, 'traced'>,
): readonly Placement[] | undefined {
  const trace = traced.get(item.accessId);
  return trace?.version === version ? trace.before : undefined;
}

function traced(
  situation: Situation,
  plan: Plan<unknown>,
  { drifts }: Pass,
  now: Date,
): AccessItem {
  const { access, claim } = situation;
  // Without `answers` the row is unsettled until this pass, or the one after its crash, has ended.
  const { answers, drift: told, ...rest } = access.item;
  const { accessId, placed } = rest;
  const standing = plan.standings.get(accessId);
  // Where others have given a part of it by hand, only the rest is ours.
  const ours = standing?.kind === 'adding' ? (standing.ours ?? claim.wanted) : undefined;
  const what = claim.wanted === undefined ? 'removing' : 'adding';
  const repairs = isRepair(situation, plan, now) && withRepair(access.item, now);
  const seen = drifts.get(accessId);
  // What a pass that ended too soon has seen is still to be told.
  const drift = seen ? { ...seen, repaired: true } : answers === undefined ? told : undefined;
  return {
    ...rest,
    placed: ours === undefined ? placed : withPlacement(placed, ours),
    wrote: { at: now.toISOString(), what },
    ...(repairs && { repairs }),
    ...(drift && { drift }),
  };
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
