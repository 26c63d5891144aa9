import type { Target } from '../../cloud/target.ts';
import type { GrantTools } from '../grant-access.ts';
import type { Pass } from './pass.ts';
import { proposals } from './proposals.ts';
import { noteDrift, stopRepairing } from './repairs.ts';
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
  { targetKey, target, pass, tools }: Work,
): Promise<boolean> {
  const { clock, logger } = tools;
  pass.whereNamed = (principal) => target.whereNamed?.(current, principal);
  pass.whereDeleted = (identity) => target.whereDeleted?.(current, identity);
  const claims = situations.map((one) => one.claim);
  const reading = { target, current, claims, rejected: pass.rejected };
  const plan = target.plan(current, claims, pass.rejected);
  if (plan.change.kind === 'none') {
    if (await askOfLeftovers(target, current, pass)) return false;
    const findings = { plan, proposals: proposals(situations, reading, clock.now()) };
    await settle(situations, findings, pass, tools);
    return true;
  }
  noteDrift(situations, plan, reading, pass, clock.now());
  if (stopRepairing(situations, plan, pass, clock)) return false;
  const changed = changing(situations, plan);
  // Written in this pass, and not to be seen: reads lag behind, or somebody takes it out again.
  if (changed.every(isWritten(pass))) pass.conflicts += 1;
  await writeAhead(situations, plan, pass, tools);
  await target.write(current, plan.change.policy);
  for (const { access } of changed) pass.written.add(access.item.accessId);
  logger.info('policy.written', { target: targetKey, ...changes(situations, plan) });
  return false;
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
  if (left.length === 0) return false;
  for (const id of left) pass.asked.add(id);
  await target.write(current, current);
  return true;
}
