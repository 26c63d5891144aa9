import { PolicyConflictError } from '../cloud/errors.ts';
import type { Queues } from '../cloud/queues.ts';
import type { OpenTarget, Target } from '../cloud/target.ts';
import type { Plan } from '../policy/plan.ts';
import type { AccessRecord } from '../record/record.ts';
import { type Clock, SECOND } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { burstOver } from './burst.ts';
import { learn, newPass, type Pass } from './pass.ts';
import { stopRepairing } from './repairs.ts';
import { settle } from './settle.ts';
import { look, unread } from './sight.ts';
import { readSituations, type Situation, unsettled } from './situation.ts';
import { changes, changing, isWritten, writeAhead } from './write-ahead.ts';

export interface GrantTools {
  readonly record: AccessRecord;
  readonly open: OpenTarget;
  readonly queues: Pick<Queues, 'notify'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Conflicts and stale reads that one message puts up with before the queue sends it again. */
const ATTEMPTS = 8;

/**
 * Brings one target's policy in line with the record, for all of its accesses at once.
 *
 * Told only that the target may be dirty: doubled, late and reordered messages do no harm. A
 * cloud is called only when an access is unsettled. Nothing is settled before a plan made from
 * the policy as read back, and from the rows as read back, is empty.
 */
export async function grantAccess(targetKey: string, tools: GrantTools): Promise<void> {
  const { record, clock } = tools;
  await burstOver(targetKey, record, clock);
  const open = (await readSituations(targetKey, record, clock)).filter(unsettled);
  if (open.length === 0) return;

  const pass = newPass();
  const target = tools.open(targetKey, about(open));
  while (pass.conflicts < ATTEMPTS) {
    if (await attempt(targetKey, target, pass, tools)) return;
    await clock.sleep(backOff(pass.conflicts));
  }
  throw pass.last ?? new PolicyConflictError(`${targetKey} kept changing while it was written`);
}

/** One reading, planning and writing; true when nothing was left to do and that is written down. */
async function attempt(
  targetKey: string,
  target: Target<unknown>,
  pass: Pass,
  tools: GrantTools,
): Promise<boolean> {
  const { record, clock, logger } = tools;
  const situationsNow = () => readSituations(targetKey, record, clock, pass);
  try {
    if (await isPaused(targetKey, tools)) return true;
    // The policy first: a want that ends in between is then seen to have ended.
    const sight = await look(target);
    const situations = await situationsNow();
    if (sight.kind === 'refused') {
      await settle(situations, unread(situations, sight.error), pass, tools);
      return true;
    }
    pass.whereNamed = (principal) => target.whereNamed?.(sight.current, principal);
    const claims = situations.map((one) => one.claim);
    const plan = target.plan(sight.current, claims, pass.rejected);
    if (plan.change.kind === 'none') {
      if (await askOfLeftovers(target, sight.current, pass)) return false;
      await settle(situations, plan, pass, tools);
      return true;
    }
    if (stopRepairing(situations, plan, pass, clock)) return false;
    // Written in this pass, and not to be seen: reads lag behind, or somebody takes it out again.
    if (changing(situations, plan).every(isWritten(pass))) pass.conflicts += 1;
    await writeAhead(situations, plan, pass, tools);
    await write(target, sight.current, plan, situations, pass);
    logger.info('policy.written', { target: targetKey, ...changes(situations, plan) });
  } catch (error) {
    learn(error, await situationsNow(), pass);
  }
  return false;
}

/** One Deployment by its id; of many the first, and how many more. */
function about(open: readonly Situation[]): string {
  const ids = [...new Set(open.map(({ access }) => access.item.deploymentId))];
  return ids.length > 1 ? `${ids[0]}+${ids.length - 1}` : (ids[0] ?? 'nobody');
}

/** Looked at before each write: what is unsettled stays so, and is sent again until it may go on. */
async function isPaused(targetKey: string, { record, logger }: GrantTools): Promise<boolean> {
  const paused = await record.pause.get();
  if (paused !== undefined) logger.warn('policy.paused', { target: targetKey, ...paused });
  return paused !== undefined;
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

async function write(
  target: Target<unknown>,
  current: unknown,
  plan: Plan<unknown>,
  situations: readonly Situation[],
  pass: Pass,
): Promise<void> {
  if (plan.change.kind === 'none') return;
  await target.write(current, plan.change.policy);
  for (const { access } of changing(situations, plan)) pass.written.add(access.item.accessId);
}

/** From a tenth of a second, doubled, with jitter: workers that met once do not meet again. */
function backOff(conflicts: number): number {
  if (conflicts === 0) return 0;
  return Math.min(4 * SECOND, 100 * 2 ** (conflicts - 1)) * (0.5 + Math.random());
}
