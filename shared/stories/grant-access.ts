import { PolicyConflictError } from '../cloud/errors.ts';
import type { Queues } from '../cloud/queues.ts';
import type { OpenTarget } from '../cloud/target.ts';
import type { AccessRecord } from '../record/record.ts';
import { type Clock, SECOND } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { bringInLine, type Work } from './grant-access/bring-in-line.ts';
import { burstOver } from './grant-access/burst.ts';
import { withoutThoseOver } from './grant-access/forget.ts';
import { learn } from './grant-access/learn.ts';
import { ATTEMPTS, newPass } from './grant-access/pass.ts';
import { settle } from './grant-access/settle.ts';
import { look, unread } from './grant-access/sight.ts';
import {
  deploymentsOf,
  readSituations,
  type Situation,
  unsettled,
} from './grant-access/situation.ts';
import { noteUndone } from './grant-access/undone.ts';
import { putOffUnknown } from './grant-access/unknown.ts';

export interface GrantTools {
  readonly record: AccessRecord;
  readonly open: OpenTarget;
  readonly queues: Pick<Queues, 'decide' | 'notify'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Brings one target's policy in line with the record, for all of its accesses at once.
 *
 * Told only that the target may be dirty: doubled, late and reordered messages do no harm. A
 * cloud is called only when an access is unsettled. What would be taken on the word of an old
 * decision is decided anew first. Nothing is settled before a plan made from the policy as read
 * back, and from the rows as read back, is empty.
 */
export async function grantAccess(targetKey: string, tools: GrantTools): Promise<void> {
  const { record, clock } = tools;
  await burstOver(targetKey, record, clock);
  const found = await readSituations(targetKey, record, clock);
  await putOffUnknown(found, record, clock);
  const open = (await withoutThoseOver(found, record)).filter(unsettled);
  const unconfirmed = open.filter((one) => one.unconfirmed);
  await tools.queues.decide(deploymentsOf(unconfirmed));
  if (unconfirmed.length === open.length) return;

  const pass = newPass();
  const work = { targetKey, target: tools.open(targetKey, about(open)), pass, tools };
  while (pass.conflicts < ATTEMPTS) {
    if (await attempt(work)) return;
    await clock.sleep(backOff(pass.conflicts));
  }
  const last =
    pass.last ?? new PolicyConflictError(`${targetKey} kept changing while it was written`);
  await noteUndone(targetKey, last, tools);
  throw last;
}

/** One reading, planning and writing; true when nothing was left to do and that is written down. */
async function attempt(work: Work): Promise<boolean> {
  const { targetKey, target, pass, tools } = work;
  const situationsNow = () => readSituations(targetKey, tools.record, tools.clock, pass);
  try {
    if (await isPaused(targetKey, tools)) return true;
    // The policy first: a want that ends in between is then seen to have ended.
    const sight = await look(target);
    const situations = await situationsNow();
    if (sight.kind === 'seen') return await bringInLine(sight.current, situations, work);
    const plan = unread(situations, sight.error);
    await settle(situations, { plan, proposals: new Map() }, pass, tools);
    return true;
  } catch (error) {
    learn(error, await situationsNow(), pass);
  }
  return false;
}

/** One Deployment by its id; of many the first, and how many more. */
function about(open: readonly Situation[]): string {
  const ids = deploymentsOf(open);
  return ids.length > 1 ? `${ids[0]}+${ids.length - 1}` : ids.join();
}

/** Looked at before each write: what is unsettled stays so, and is sent again until it may go on. */
async function isPaused(targetKey: string, { record, logger }: GrantTools): Promise<boolean> {
  const paused = await record.pause.get();
  if (paused !== undefined) logger.warn('policy.paused', { target: targetKey, ...paused });
  return paused !== undefined;
}

/** From a tenth of a second, doubled, with jitter: workers that met once do not meet again. */
function backOff(conflicts: number): number {
  if (conflicts === 0) return 0;
  return Math.min(4 * SECOND, 100 * 2 ** (conflicts - 1)) * (0.5 + Math.random());
}
