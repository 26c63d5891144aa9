import type { Queues } from '../cloud/queues.ts';
import type { Astro } from '../deployment/astro.ts';
import type { Cloud, Deployment } from '../deployment/deployment.ts';
import type { AccessPlace, Decided, DecisionItem, DeploymentItem } from '../record/items.ts';
import { isOver, isRid } from '../record/over.ts';
import type { AccessRecord } from '../record/record.ts';
import { isTakenBack } from '../record/verdict.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import { AccessError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { decide, decideGone, isOurs } from './decide-access/decision.ts';
import { audit, isNews } from './decide-access/decision-news.ts';
import { createRows } from './decide-access/empty-row.ts';
import { countAbsent, withBreaker } from './decide-access/endings.ts';
import { decisionsOn } from './decide-access/no-longer-given.ts';
import { reminderOf } from './decide-access/reminders.ts';
import { leavingOf, unsettledOf } from './decide-access/unsettled.ts';
import { isGone } from './sweep/absence.ts';

export interface DecideTools {
  readonly astro: Astro;
  readonly record: AccessRecord;
  /** Read anew for each Deployment where the file may change; throws `RulesInvalidError`. */
  readonly rules: () => AccessRules;
  readonly rulesCommit: string | undefined;
  /** Whose Deployments are this installation's. */
  readonly cloud: Exclude<Cloud, 'azure'>;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Astro knows no Deployment of this id, and neither does the record. */
export class UnknownDeploymentError extends AccessError {
  readonly code = 'unknown-deployment';
  readonly disposition = 'discard';
}

/**
 * Writes down what one Deployment should reach, and marks the targets where that is not yet so.
 *
 * The number is taken before Astro is asked: whoever asked later knows better, and a worker that
 * was overtaken in between stops at the write. Rows are created before the wants that need them,
 * so that a want without a row cannot be.
 */
export async function decideAccess(deploymentId: string, tools: DecideTools): Promise<void> {
  const { errands } = tools.record;
  const errand = await errands.get(deploymentId);
  const isDone = () => errand && errands.clear(errand);
  try {
    await decideNow(deploymentId, tools);
  } catch (error) {
    // Nobody will ever know it better.
    if (error instanceof UnknownDeploymentError) await isDone();
    throw error;
  }
  await isDone();
}

async function decideNow(deploymentId: string, tools: DecideTools): Promise<void> {
  const { astro, record, queues, clock, logger } = tools;
  const { ticket, item } = await record.deployments.take(deploymentId);
  const deployment = await astro.get(deploymentId);
  if (deployment === undefined && isOver(item, clock.now()) && (await isAllGone(item, record))) {
    await record.deployments.forget(deploymentId, ticket);
    return logger.info('deployment.forgotten', { deploymentId });
  }
  const decisions = await decisionsOn(item.decided, record);
  const judged =
    deployment === undefined
      ? await judgeMissing(item, decisions, tools)
      : judge(deployment, item, decisions, tools);
  if (judged === undefined) return logger.info('deployment.not-ours', { deploymentId });

  const decided = await withBreaker(judged, item.decided?.wants ?? [], decisions, tools);
  await createRows(decided, record, clock);
  const left = leavingOf(item.decided, decided);
  const places = [...decided.wants, ...left];
  const { open, placed } = await unsettledOf({ ...item, decided }, places, record, clock.now());
  const { reminders, due } = reminderOf(decided, open, clock.now());
  if (isNews(decided, item.decided)) await record.tellings.mark(deploymentId);
  const next = { ...decided, reminders, leaving: left.filter(isAmong([...open, ...placed])) };
  await record.deployments.decide(deploymentId, ticket, next, due);
  if (isNews(decided, item.decided)) await audit(decided, tools);
  await queues.markTargets([...new Set(open.map(({ targetKey }) => targetKey))]);
  // Also when nothing changed: this may be the retry of a run whose message was lost.
  await queues.notify([deploymentId]);
}

function judge(
  deployment: Deployment,
  { decided: before }: DeploymentItem,
  decisions: ReadonlyMap<string, DecisionItem>,
  { rules: readRules, cloud, clock, rulesCommit: commit }: DecideTools,
): Decided | undefined {
  const rules = readRules();
  if (!isOurs(deployment, rules, cloud)) return undefined;
  return decide({ deployment, rules, now: clock.now(), before, decisions, commit });
}

/**
 * Gone is what Astro does not know by its id and what complete lists have not had for a while:
 * one answer alone takes nothing from anybody.
 */
async function judgeMissing(
  item: DeploymentItem,
  decisions: ReadonlyMap<string, DecisionItem>,
  tools: DecideTools,
): Promise<Decided> {
  const { deploymentId, decided } = item;
  if (decided === undefined) {
    throw new UnknownDeploymentError(`Astro knows no Deployment ${deploymentId}`);
  }
  // Astro was asked just now: what is left of it may go.
  if (isTakenBack(decided)) return { ...decided, at: tools.clock.now().toISOString() };
  const absence = await tools.record.absences.get(deploymentId);
  if (absence !== undefined && isGone(absence, tools.clock.now())) {
    await countAbsent(decided, decisions, tools.record, tools.clock.now());
    return decideGone(decided, tools.clock.now());
  }
  tools.logger.warn('deployment.missing', { deploymentId, wants: decided.wants.length });
  return decided;
}

/** What was taken back after the last decision may stand among what leaves. */
async function isAllGone(
  { decided }: DeploymentItem,
  { accesses }: AccessRecord,
): Promise<boolean> {
  const rows = await accesses.get(decided?.leaving ?? []);
  return rows.every((row) => isRid(row.item));
}

function isAmong(places: readonly AccessPlace[]): (one: AccessPlace) => boolean {
  return (one) => places.some(({ accessId }) => accessId === one.accessId);
}
