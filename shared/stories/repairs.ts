import type { Plan, Problem } from '../policy/plan.ts';
import type { AccessItem } from '../record/items.ts';
import { orderDigest } from '../record/order.ts';
import { after, type Clock, HOUR, MINUTE } from '../runtime/clock.ts';
import type { Pass } from './pass.ts';
import type { Situation } from './situation.ts';

/** Repairs that count, and how many of them are made: somebody who undoes a third one means it. */
const DAY = 24 * HOUR;
const MOST = 2;
/** A read may be so much older than our own write. */
const STALE = MINUTE;

/** What was granted and is not there any more, though nobody asked for that: somebody took it out. */
export function isRepair({ access, order }: Situation, plan: Plan<unknown>, now: Date): boolean {
  const { item } = access;
  return (
    order.kind === 'grant' &&
    item.state === 'granted' &&
    item.answers === orderDigest(order) &&
    plan.standings.get(item.accessId)?.kind === 'adding' &&
    !wroteLately(item, now)
  );
}

/** Leaves out what was put back often enough; true when the plan must be made again without it. */
export function stopRepairing(
  situations: readonly Situation[],
  plan: Plan<unknown>,
  pass: Pass,
  clock: Clock,
): boolean {
  const now = clock.now();
  const contested = situations.filter(
    (one) => isRepair(one, plan, now) && recentRepairs(one.access.item, now).length >= MOST,
  );
  for (const { access } of contested) pass.barred.set(access.item.accessId, CONTESTED);
  return contested.length > 0;
}

/** Those of the last day, with one more. */
export function withRepair(item: AccessItem, now: Date): readonly string[] {
  return [...recentRepairs(item, now), now.toISOString()];
}

function recentRepairs({ repairs = [] }: AccessItem, now: Date): readonly string[] {
  const from = after(now, -DAY);
  return repairs.filter((at) => at > from);
}

function wroteLately({ wrote }: AccessItem, now: Date): boolean {
  return wrote !== undefined && after(new Date(wrote.at), STALE) > now.toISOString();
}

const CONTESTED: Problem = {
  code: 'contested',
  text: 'Somebody took it out again after it was put back twice within a day: it is not put back a third time.',
  advice:
    'Find out who else writes this policy (Terraform? then let it ignore changes of it), and retry.',
};
