import type { Problem, Standing } from '../policy/plan.ts';
import type { AccessItem } from '../record/items.ts';
import { orderDigest, placementOf } from '../record/order.ts';
import { after, HOUR, MINUTE, SECOND } from '../runtime/clock.ts';
import { nextCheck } from './check-schedule.ts';
import type { Situation } from './situation.ts';

/** How long after our own write a read may still show what was before it. */
const STALE = MINUTE;
/** IAM keeps no etag: a write by somebody else at the same moment may have undone ours. */
const CONFIRM_AFTER = 75 * SECOND;
/** How long an identity may take to be seen before a person is called. */
export const IDENTITY_PATIENCE = 30 * MINUTE;
const FIRST_WAIT = 15 * SECOND;
const LONGEST_WAIT = 5 * MINUTE;
/** Until a permanent refusal is tried again. */
const REFUSED_FOR = 24 * HOUR;

export interface Finding {
  readonly situation: Situation;
  readonly standing: Standing;
  readonly barred: Problem | undefined;
  /** The cloud acknowledged a write about it in this pass. */
  readonly written: boolean;
  readonly notices: readonly Problem[];
  readonly now: Date;
}

/** The row as it should read now, and when it is to be looked at again. */
export interface Result {
  readonly item: AccessItem;
  readonly due?: string;
}

/** What became of one access; undefined where its row stays as it is. */
export function outcome(finding: Finding): Result | undefined {
  const { situation, barred, now } = finding;
  const { access, order } = situation;
  // A record that lost something, and an identity that is waited for: not this pass's to judge.
  if (order.kind === 'keep' && order.want === undefined) return undefined;
  if (situation.claim.barred && barred === undefined && order.kind === 'grant') return undefined;
  const stale = doubted(finding);
  if (stale !== undefined) return stale;
  const result = order.kind === 'withdraw' ? withdrawn(finding) : standing(finding);
  const since = result.item.state === access.item.state ? access.item.since : now.toISOString();
  return { ...result, item: { ...result.item, since, answers: orderDigest(order) } };
}

/** What contradicts our own write of a moment ago is not believed, but read again. */
function doubted(finding: Finding): Result | undefined {
  const { situation, standing, barred, written, now } = finding;
  const { item } = situation.access;
  // A write that was refused has changed nothing that a read could still not show.
  if (written || barred !== undefined || item.wrote === undefined) return undefined;
  const until = after(new Date(item.wrote.at), STALE);
  if (until <= now.toISOString()) return undefined;
  const contradicts =
    (item.wrote.what === 'removing' && standing.kind === 'present') ||
    (item.wrote.what === 'adding' && standing.kind === 'absent' && !wanted(situation));
  return contradicts ? { item, due: until } : undefined;
}

function standing(finding: Finding): Result {
  const { situation, standing: found, barred } = finding;
  const { order } = situation;
  if (order.kind === 'keep') return kept(finding);
  if (found.kind === 'present') return granted(finding);
  if (found.kind === 'by-hand') return grantedByHand(finding);
  if (found.kind === 'refused') return refused(finding, found.problem);
  return barred?.code === 'identity-not-visible'
    ? waiting(finding, barred)
    : refused(finding, barred ?? LOST);
}

function granted({ situation, standing, barred, written, notices, now }: Finding): Result {
  const { access, order } = situation;
  const ours = standing.kind === 'present' && standing.ours ? [standing.ours] : placements(order);
  // What an earlier specification gave may still be there while the access is left alone.
  const placed = barred === undefined ? ours : [...access.item.placed, ...ours];
  const item = { ...bare(access.item), state: 'granted', placed } as const;
  const withNotices = written && notices.length > 0 ? { ...item, notices } : item;
  const unconfirmed = written && item.targetKey.startsWith('aws-');
  const due = unconfirmed ? after(now, CONFIRM_AFTER) : nextCheck(item.targetKey, now);
  return { item: withNotices, due };
}

function grantedByHand({ situation, now }: Finding): Result {
  const item = bare(situation.access.item);
  return {
    item: { ...item, state: 'granted', byHand: true, placed: [] },
    due: nextCheck(item.targetKey, now),
  };
}

function kept({ situation, standing: found }: Finding): Result {
  const { access, order } = situation;
  if (order.kind !== 'keep') throw new TypeError('only a kept access is kept');
  const there = found.kind === 'present' || found.kind === 'by-hand';
  const item: AccessItem = {
    ...bare(access.item),
    state: there ? 'granted' : 'waiting',
    reason: order.why,
  };
  return order.want?.until === undefined ? { item } : { item, due: order.want.until };
}

function withdrawn(finding: Finding): Result {
  const { situation, standing: found, barred } = finding;
  const { access, order } = situation;
  if (order.kind !== 'withdraw') throw new TypeError('only a withdrawn access is withdrawn');
  if (found.kind === 'refused') return refused(finding, found.problem);
  if (found.kind === 'present' && barred !== undefined) return refused(finding, barred);
  // Another access that wants the same is being waited for: until then it is not ours to take.
  if (found.kind === 'present') return { item: access.item, due: after(finding.now, LONGEST_WAIT) };
  return { item: { ...bare(access.item), state: 'revoked', reason: order.why, placed: [] } };
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
    return refused(finding, { ...problem, code: 'identity-never-visible', advice: NEVER });
  }
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (waits.count - 1));
  return {
    item: { ...bare(item), state: 'waiting', reason: problem, waits },
    due: after(now, wait),
  };
}

function refused({ situation, now }: Finding, problem: Problem): Result {
  const item: AccessItem = { ...bare(situation.access.item), state: 'refused', reason: problem };
  return { item, due: after(now, REFUSED_FOR) };
}

/** The row without what only its former state had to say. */
function bare(item: AccessItem): AccessItem {
  const { reason: _reason, waits: _waits, byHand: _byHand, answers: _answers, ...rest } = item;
  return rest;
}

function wanted({ order }: Situation): boolean {
  return order.kind === 'grant';
}

function placements(order: Situation['order']) {
  return order.kind === 'grant' ? [placementOf(order.want)] : [];
}

const NEVER =
  'Check in Astro that the Deployment is healthy, and that its workload identity is this one; then retry.';

const LOST: Problem = {
  code: 'not-applied',
  text: 'The policy could not be brought in line.',
  advice: 'Retry; if it stays so, look at the log of grant-access.',
};
