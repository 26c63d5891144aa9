import type { Placement } from '../../policy/claim.ts';
import type { Problem, Standing } from '../../policy/plan.ts';
import type { AccessItem, PolicyChange } from '../../record/items.ts';
import { type Order, orderDigest } from '../../record/order.ts';
import { everPlaced, placementOf, withPlacement } from '../../record/placement.ts';
import { after, HOUR, MINUTE } from '../../runtime/clock.ts';
import { isProposed } from './as-if-granted.ts';
import { nextCheck } from './check-schedule.ts';
import { confirmation, takenFrom } from './confirm.ts';
import { isRoleInUse, isRoleLeft } from './role-left.ts';
import { withRoomAgain } from './room-again.ts';
import type { Situation } from './situation.ts';

/** Until a permanent refusal is tried again. */
const REFUSED_FOR = 24 * HOUR;
/** How long an approval may be given, from when what it would change was last shown anew. */
const APPROVAL_OPEN = 7 * 24 * HOUR;
/** Until what may pass by itself is tried again: our own role, which IAM does not show yet, has the name. */
const PASSING_FOR = HOUR;
const PASSING = ['role-name-taken', 'identity-fading'];
/** Until it is seen whether another access that is waited for still wants the same. */
const SHARED_FOR = 5 * MINUTE;

/** What is known of one access at the end of a pass. */
export interface Finding {
  readonly situation: Situation;
  readonly standing: Standing;
  readonly barred: Problem | undefined;
  /** The cloud acknowledged a write about it in this pass. */
  readonly written: boolean;
  /** What it had placed before, where the cloud took nothing of what this pass was to place. */
  readonly before?: readonly Placement[] | undefined;
  readonly notices: readonly Problem[];
  /** What somebody else was seen to have changed about it in this pass. */
  readonly drift?: PolicyChange | undefined;
  /** What granting it would change, where that is new. */
  readonly proposal?: PolicyChange | undefined;
  readonly now: Date;
}

/** The row as it should read now, and when it is to be looked at again. */
export interface Result {
  readonly item: AccessItem;
  readonly due?: string;
}

export function granted(finding: Finding, there: Placement): Result {
  const { situation, written, notices, now } = finding;
  const { access } = situation;
  const ours = placementOf(there);
  const before = bare(access.item);
  // What an earlier specification gave may still be there while the access is left alone.
  const placed = isLeftAlone(finding) ? withPlacement(before.placed, ours) : [ours];
  const item = { ...before, state: 'granted', placed, ...takenFrom(placed, finding) } as const;
  const withNotices =
    written && notices.length > 0 ? { ...item, notices } : withRoomAgain(item, notices);
  return { item: withNotices, due: confirmation(finding) ?? nextCheck(item.targetKey, now) };
}

export function grantedByHand(finding: Finding): Result {
  const { situation, now } = finding;
  const item = bare(situation.access.item);
  // As above: what was ours in another form may still be there.
  const placed = isLeftAlone(finding) ? item.placed : [];
  return {
    item: { ...item, state: 'granted', byHand: true, placed, ...takenFrom(placed, finding) },
    due: confirmation(finding) ?? nextCheck(item.targetKey, now),
  };
}

function isLeftAlone({ situation, barred }: Finding): boolean {
  return barred !== undefined || situation.resting;
}

export function kept(
  { situation, standing: found, proposal, now }: Finding,
  order: Extract<Order, { readonly kind: 'keep' }>,
): Result {
  const { access } = situation;
  const there = found.kind === 'present' || found.kind === 'by-hand';
  // One for another order would have whoever approves agree to what is not going to happen.
  const known = access.item.answers === orderDigest(order) ? access.item.proposal : undefined;
  const proposed = isProposed(situation) ? (proposal ?? known) : undefined;
  const item: AccessItem = {
    ...bare(access.item),
    state: there ? 'granted' : 'waiting',
    reason: order.why,
    ...(proposed && { proposal: proposed }),
  };
  if (order.why.code === 'approval' && proposed && !there) return open(item, proposed, now);
  // Left alone is not unseen: what is said to be there may be taken out by somebody else.
  return there ? { item, due: nextCheck(item.targetKey, now) } : { item };
}

/** What nobody approved in time is asked for no more, until somebody wants it tried again. */
function open(item: AccessItem, { at }: PolicyChange, now: Date): Result {
  const due = after(new Date(at), APPROVAL_OPEN);
  if (due > now.toISOString()) return { item, due };
  return { item: { ...item, state: 'refused', reason: LAPSED } };
}

const LAPSED: Problem = {
  code: 'approval-lapsed',
  text: 'Nobody approved it within seven days.',
  advice: 'If it is still wanted, approve it, or retry to ask for it again.',
};

export function withdrawn(finding: Finding, why: Problem): Result {
  const { situation, standing: found, barred } = finding;
  const { access } = situation;
  if (found.kind === 'refused') return refused(finding, notTaken(found.problem));
  if (barred !== undefined && (found.kind === 'present' || isRoleInUse(barred))) {
    return refused(finding, notTaken(barred));
  }
  // Another access that wants the same is being waited for: until then it is not ours to take.
  if (found.kind === 'present') return { item: access.item, due: after(finding.now, SHARED_FOR) };
  const item: AccessItem = {
    ...bare(access.item),
    state: 'revoked',
    reason: why,
    placed: [],
  };
  const left = finding.notices.filter(isRoleLeft);
  // Remembered as ours: it is deleted as soon as nothing of others is on it any more.
  if (left.length > 0) {
    const { placed } = access.item;
    return { item: { ...item, placed, notices: left }, due: after(finding.now, REFUSED_FOR) };
  }
  const { taken } = takenFrom([], finding);
  const due = taken && confirmation(finding);
  return taken && due ? { item: { ...item, taken }, due } : { item };
}

/** A refusal by itself reads as if the access had been refused, and were not there. */
function notTaken(problem: Problem): Problem {
  if (isRoleInUse(problem)) return problem;
  return { ...problem, text: `It could not be taken back. ${problem.text}` };
}

export function refused({ situation, barred, now }: Finding, problem: Problem): Result {
  const wait = PASSING.includes(barred?.code ?? '') ? PASSING_FOR : REFUSED_FOR;
  const item: AccessItem = { ...bare(situation.access.item), state: 'refused', reason: problem };
  return { item, due: after(now, wait) };
}

/** The row without what only its former state had to say; what was taken out may be there again. */
export function bare(item: AccessItem): AccessItem {
  const { reason: _r, waits: _w, byHand: _b, answers: _a, proposal: _p, ...rest } = item;
  const { notices, taken: _t, ...former } = rest;
  const kept = notices?.filter((notice) => !isRoleLeft(notice)) ?? [];
  return { ...former, placed: everPlaced(item), ...(kept.length > 0 && { notices: kept }) };
}
