import type { Plan, Problem } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';
import { type Order, orderDigest } from '../../record/order.ts';
import { after, type Clock, HOUR } from '../../runtime/clock.ts';
import { wroteLately } from './doubt.ts';
import type { Pass } from './pass.ts';
import { diffText } from './policy-diff.ts';
import { planAlone, type Reading } from './reading.ts';
import type { Situation } from './situation.ts';

/** Repairs that count, and how many of them are made: somebody who undoes a third one means it. */
const DAY = 24 * HOUR;
const MOST = 2;

/** What is not as we left it, though nobody asked for that: somebody took it out, or put it back. */
export function isRepair(situation: Situation, plan: Plan<unknown>, now: Date): boolean {
  const { access, order } = situation;
  const { item } = access;
  return (
    (isMissing(situation, plan) || isBack(situation, plan)) &&
    item.answers === orderDigest(order) &&
    !wroteLately(item, now)
  );
}

/** What was granted and is not there any more. */
function isMissing({ access: { item }, order, claim }: Situation, plan: Plan<unknown>): boolean {
  const adopts = item.byHand === true && claim.adopt === true;
  return (
    order.kind === 'grant' &&
    (item.state === 'granted' || isReported(item)) &&
    plan.standings.get(item.accessId)?.kind === 'adding' &&
    !adopts
  );
}

/** What was taken out and is there again, before it was seen to stay out. */
function isBack({ access: { item } }: Situation, { standings }: Plan<unknown>): boolean {
  return item.taken !== undefined && standings.get(item.accessId)?.kind === 'removing';
}

/** Notes what somebody changed about those that are to be repaired, for whoever is told of it. */
export function noteDrift(
  situations: readonly Situation[],
  plan: Plan<unknown>,
  reading: Reading,
  pass: Pass,
  now: Date,
): void {
  for (const situation of situations) {
    const { accessId, state } = situation.access.item;
    // What was reported before is told once.
    if (state !== 'granted' || !isRepair(situation, plan, now)) continue;
    const { change } = planAlone(reading, accessId);
    if (change.kind === 'none') continue;
    const diff = diffText(change.policy, reading.current);
    pass.drifts.set(accessId, { at: now.toISOString(), diff });
  }
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
  if (recentRepairs(item, now).length < MOST) return undefined;
  return order.kind === 'withdraw' ? PUT_BACK : CONTESTED;
}

/** Reported and left as it is: it stays so however often it is looked at, until somebody asks. */
function isReported({ state, reason }: AccessItem): boolean {
  return state === 'refused' && reason?.code === REPORTED.code;
}

/** Those of the last day, with one more. */
export function withRepair(item: AccessItem, now: Date): readonly string[] {
  return [...recentRepairs(item, now), now.toISOString()];
}

function recentRepairs({ repairs = [] }: AccessItem, now: Date): readonly string[] {
  const from = after(now, -DAY);
  return repairs.filter((at) => at > from);
}

const WHO = 'Find out who else writes this policy (Terraform? then let it ignore changes of it)';

const CONTESTED: Problem = {
  code: 'contested',
  text: 'Somebody took it out again after it was put back twice within a day: it is not put back a third time.',
  advice: `${WHO}, and retry.`,
};

const PUT_BACK: Problem = {
  code: 'contested',
  text: 'Somebody put it back after it was taken out twice within a day: it is not taken out a third time.',
  advice: `${WHO}: it is tried again in a day.`,
};

const REPORTED: Problem = {
  code: 'drifted',
  text: 'Somebody took it out of the policy, and its target says that this is only reported.',
  advice: 'Retry to put it back, or have the access rules no longer give it.',
};
