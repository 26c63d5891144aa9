import type { Plan, Problem } from '../policy/plan.ts';
import type { AccessItem } from '../record/items.ts';
import { type Order, orderDigest } from '../record/order.ts';
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
  const left = situations
    .filter((one) => isRepair(one, plan, now))
    .flatMap(({ access: { item }, order }) => {
      const problem = whyNotRepaired(item, order, now);
      return problem === undefined ? [] : [{ accessId: item.accessId, problem }];
    });
  for (const { accessId, problem } of left) pass.barred.set(accessId, problem);
  return left.length > 0;
}

function whyNotRepaired(item: AccessItem, order: Order, now: Date): Problem | undefined {
  if (order.kind === 'grant' && order.want.drift === 'report') return REPORTED;
  return recentRepairs(item, now).length >= MOST ? CONTESTED : undefined;
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

const REPORTED: Problem = {
  code: 'drifted',
  text: 'Somebody took it out of the policy, and its target says that this is only reported.',
  advice: 'Retry to put it back, or have the access rules no longer give it.',
};
