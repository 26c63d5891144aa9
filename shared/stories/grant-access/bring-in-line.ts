import type { Target } from '../../cloud/target.ts';
import type { Plan } from '../../policy/plan.ts';
import type { GrantTools } from '../grant-access.ts';
import { isCrowdedOut, isOverlooked } from './doubt.ts';
import type { Pass } from './pass.ts';
import { proposals } from './proposals.ts';
import type { Reading } from './reading.ts';
import { noteDrift, stopRepairing } from './repairs.ts';
import { hasOtherRoom } from './room.ts';
import { settle } from './settle.ts';
import type { Situation } from './situation.ts';
import { changes, changing, isWritten, writeAhead } from './write-ahead.ts';

export interface Work {
  readonly targetKey: string;
  readonly target: Target<unknown>;
  readonly pass: Pass;
  readonly tools: GrantTools;
}

/** Plans for a policy as it was just read, and writes it; true when there was nothing to write. */
export async function bringInLine(
  current: unknown,
  situations: readonly Situation[],
  work: Work,
): Promise<boolean> {
  const { targetKey, target, pass, tools } = work;
  pass.whereNamed = (principal) => target.whereNamed?.(current, principal);
  pass.isNamedByUs = (principal) => target.isNamedByUs?.(current, principal) ?? false;
  pass.whereDeleted = (identity) => target.whereDeleted?.(current, identity);
  const claims = situations.map((one) => one.claim);
  const reading = { target, current, claims, rejected: pass.rejected };
  const plan = target.plan(current, claims, pass.rejected);
  if (await hasOtherRoom(plan, target, pass)) return false;
  const changed = changing(situations, plan);
  if (plan.change.kind === 'none' || (pass.blocked && changed.length === 0)) {
    return finish(situations, plan, reading, work);
  }
  if (wouldLose(situations, plan, pass, tools.clock.now())) {
    pass.conflicts += 1;
    return false;
  }
  noteDrift(situations, plan, reading, pass, tools.clock.now());
  if (stopRepairing(situations, plan, pass, tools.clock)) return false;
  await writeAhead(situations, plan, pass, tools);
  await write(current, plan.change.policy, changed, work);
  tools.logger.info('policy.written', { target: targetKey, ...changes(situations, plan) });
  return false;
}

/**
 * A role's trust policy has no etag: made from a read that lags behind, the next one would lack
 * what was added a moment ago and nobody asks for again, or finds no room any more. It is read
 * again instead.
 */
function wouldLose(
  situations: readonly Situation[],
  plan: Plan<unknown>,
  { written }: Pick<Pass, 'written'>,
  now: Date,
): boolean {
  return situations.some((one) => {
    const { accessId } = one.access.item;
    const standing = plan.standings.get(accessId);
    if (isCrowdedOut(one, standing, written.has(accessId), now)) return true;
    return one.order.kind === 'keep' && isOverlooked(one, standing, now);
  });
}

/** Writes down what there is, unless something is still to be tried. */
async function finish(
  situations: readonly Situation[],
  plan: Plan<unknown>,
  reading: Reading,
  { target, pass, tools }: Work,
): Promise<boolean> {
  if (pass.alone !== undefined) {
    // These are done; now for the others.
    delete pass.alone;
    return false;
  }
  if (await askOfLeftovers(target, reading.current, pass)) return false;
  const findings = { plan, proposals: proposals(situations, reading, tools.clock.now()) };
  await settle(situations, findings, pass, tools);
  return true;
}

async function write(
  current: unknown,
  policy: unknown,
  changed: readonly Situation[],
  { target, pass }: Work,
): Promise<void> {
  // Written in this pass, and not to be seen: reads lag behind, or somebody takes it out again.
  if (changed.every(isWritten(pass))) pass.conflicts += 1;
  pass.trying = new Set(changed.map(({ access }) => access.item.accessId));
  await target.write(current, policy);
  for (const { access } of changed) pass.written.add(access.item.accessId);
}

/**
 * Writes the policy as it stands, where it has ids that may be nobody's: the cloud refuses it by
 * their names, and the next plan drops them. Left alone they would block every other writer.
 */
async function askOfLeftovers(
  target: Target<unknown>,
  current: unknown,
  pass: Pass,
): Promise<boolean> {
  const left = (target.leftovers?.(current) ?? []).filter((id) => !pass.asked.has(id));
  if (left.length === 0 || pass.blocked) return false;
  for (const id of left) pass.asked.add(id);
  pass.trying = new Set();
  await target.write(current, current);
  return true;
}
