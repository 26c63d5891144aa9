import type { Problem } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';
import { orderDigest } from '../../record/order.ts';
import { after, MINUTE, SECOND } from '../../runtime/clock.ts';
import { isCrowdedOut, isOverlooked, STALE, wroteLately } from './doubt.ts';
import {
  bare,
  type Finding,
  granted,
  grantedByHand,
  kept,
  type Result,
  refused,
  withdrawn,
} from './row-after.ts';
import { tellsTheSame } from './tells-the-same.ts';

/** How long an identity may take to be seen before a person is called. */
export const IDENTITY_PATIENCE = 30 * MINUTE;
const FIRST_WAIT = 15 * SECOND;
const LONGEST_WAIT = 5 * MINUTE;

/** What became of one access; undefined where its row stays as it is. */
export function outcome(finding: Finding): Result | undefined {
  const { situation, barred, now } = finding;
  const { access, order } = situation;
  // A record that lost something, and an old decision: not this pass's to judge.
  if (situation.unconfirmed) return undefined;
  if (order.kind === 'keep' && order.want === undefined) return undefined;
  if (barred === undefined && situation.resting && !isAsOrdered(finding)) return undefined;
  const stale = doubted(finding);
  if (stale !== undefined) return stale;
  const result = became(finding);
  const since = result.item.state === access.item.state ? access.item.since : now.toISOString();
  const item = { ...result.item, since, answers: orderDigest(order) };
  return { ...result, item: withDrift(withoutTrace(item, finding), finding) };
}

/** Somebody else has seen to it meanwhile. */
function isAsOrdered({ situation: { order }, standing }: Finding): boolean {
  if (order.kind === 'withdraw') return standing.kind === 'absent';
  return standing.kind === 'present' || standing.kind === 'by-hand';
}

/** What contradicts our own write of a moment ago is not believed, but read again. */
function doubted(finding: Finding): Result | undefined {
  const { situation, standing, barred, written, now } = finding;
  const { item } = situation.access;
  // A write that was refused has changed nothing that a read could still not show.
  if (barred !== undefined || item.wrote === undefined || !wroteLately(item, now)) return undefined;
  const contradicts =
    (item.wrote.what === 'removing' && standing.kind === 'present' && !written) ||
    // Also in the very pass that added it: forgotten now, it would stay there for ever.
    isOverlooked(situation, standing, now) ||
    isCrowdedOut(situation, standing, written, now);
  return contradicts ? { item, due: after(new Date(item.wrote.at), STALE) } : undefined;
}

function became(finding: Finding): Result {
  const { situation, standing: found, barred } = finding;
  const { order } = situation;
  if (order.kind === 'withdraw') return withdrawn(finding, order.why);
  if (order.kind === 'keep') return kept(finding, order);
  if (found.kind === 'present') return granted(finding, found.ours ?? order.want);
  if (found.kind === 'by-hand') return grantedByHand(finding);
  if (found.kind === 'refused') return refused(finding, found.problem);
  return isWaitedFor(barred) ? waiting(finding, barred) : refused(finding, barred ?? LOST);
}

/** Still called placed, it would be ours to take back once somebody has given it by hand. */
function withoutTrace(item: AccessItem, { situation, before }: Finding): AccessItem {
  const isLeftOut = item.state === 'refused' || item.state === 'waiting';
  if (before === undefined || !isLeftOut || situation.order.kind !== 'grant') return item;
  return { ...item, placed: before };
}

/** What was seen to have drifted stands in the row until something else becomes of the access. */
function withDrift(item: AccessItem, { situation, standing: found, drift }: Finding): AccessItem {
  const { drift: _told, ...rest } = item;
  if (drift !== undefined)
    return { ...rest, drift: { ...drift, repaired: found.kind === 'present' } };
  const { item: before } = situation.access;
  // Noted ahead of a write that a crash may have followed: not told of yet.
  const untold = before.answers === undefined;
  return untold || tellsTheSame(before, item) ? item : rest;
}

const WAITED_FOR = ['identity-not-visible', 'identity-deleted', 'identity-fading'];

function isWaitedFor(barred: Problem | undefined): barred is Problem {
  return WAITED_FOR.includes(barred?.code ?? '');
}

/** Waits ever longer, up to a bound; then it is a person's. */
function waiting(finding: Finding, problem: Problem): Result {
  const { situation, now } = finding;
  const { item } = situation.access;
  const waits = {
    count: (item.waits?.count ?? 0) + 1,
    since: item.waits?.since ?? now.toISOString(),
  };
  if (after(new Date(waits.since), IDENTITY_PATIENCE) <= now.toISOString()) {
    return refused(finding, overdue(problem));
  }
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (waits.count - 1));
  return {
    item: { ...bare(item), state: 'waiting', reason: problem, waits },
    due: after(now, wait),
  };
}

function overdue(problem: Problem): Problem {
  if (problem.code !== 'identity-not-visible') return problem;
  return { ...problem, code: 'identity-never-visible', advice: NEVER };
}

const NEVER =
  'Check in Astro that the Deployment is healthy, and that its workload identity is this one; then retry.';

const LOST: Problem = {
  code: 'not-applied',
  text: 'The policy could not be brought in line.',
  advice: 'Retry; if it stays so, look at the log of grant-access.',
};
