import type { Queues } from '../cloud/queues.ts';
import type { Astro } from '../deployment/astro.ts';
import type { Cloud, Deployment } from '../deployment/deployment.ts';
import type { AccessItem, AccessPlace, Decided, DeploymentItem, Want } from '../record/items.ts';
import type { AccessRecord } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import { after, type Clock, MINUTE, SECOND } from '../runtime/clock.ts';
import { AccessError } from '../runtime/errors.ts';
import { digest } from '../runtime/json.ts';
import type { Logger } from '../runtime/logger.ts';
import { isGone } from './absence.ts';
import { decide, decideGone, isOurs } from './decision.ts';
import { withBreaker } from './endings.ts';
import { leavingOf, unsettledOf } from './unsettled.ts';

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

const FIRST_REMINDER = 45 * SECOND;
const LAST_REMINDER = 30 * MINUTE;

/**
 * Writes down what one Deployment should reach, and marks the targets where that is not yet so.
 *
 * The number is taken before Astro is asked: whoever asked later knows better, and a worker that
 * was overtaken in between stops at the write. Rows are created before the wants that need them,
 * so that a want without a row cannot be.
 */
export async function decideAccess(deploymentId: string, tools: DecideTools): Promise<void> {
  const { astro, record, queues, clock, logger } = tools;
  const { ticket, item } = await record.deployments.take(deploymentId);
  const deployment = await astro.get(deploymentId);
  const judged =
    deployment === undefined ? await judgeMissing(item, tools) : judge(deployment, item, tools);
  if (judged === undefined) return logger.info('deployment.not-ours', { deploymentId });

  const before = item.decided?.wants ?? [];
  const decided = await withBreaker(judged, before, tools);
  await createRows(decided, record, clock);
  const left = leavingOf(item.decided, decided);
  const places = [...decided.wants, ...left];
  const open = await unsettledOf({ ...item, decided }, places, record, clock.now());
  const reminders = isOpen(decided, open) ? decided.reminders + 1 : 0;
  const due = reminders === 0 ? undefined : after(clock.now(), reminderIn(reminders));
  if (isNews(decided, item.decided)) await record.tellings.mark(deploymentId);
  const next = { ...decided, reminders, leaving: left.filter(isAmong(open)) };
  await record.deployments.decide(deploymentId, ticket, next, due);
  if (isNews(decided, item.decided)) await audit(decided, tools);
  await queues.markTargets([...new Set(open.map(({ targetKey }) => targetKey))]);
  // Also when nothing changed: this may be the retry of a run whose message was lost.
  await queues.notify([deploymentId]);
}

function judge(
  deployment: Deployment,
  { decided: before }: DeploymentItem,
  { rules: readRules, cloud, clock, rulesCommit: commit }: DecideTools,
): Decided | undefined {
  const rules = readRules();
  if (!isOurs(deployment, rules, cloud)) return undefined;
  return decide({ deployment, rules, now: clock.now(), before, commit });
}

/**
 * Gone is what Astro does not know by its id and what complete lists have not had for a while:
 * one answer alone takes nothing from anybody.
 */
async function judgeMissing(item: DeploymentItem, tools: DecideTools): Promise<Decided> {
  const { deploymentId, decided } = item;
  if (decided === undefined) {
    throw new UnknownDeploymentError(`Astro knows no Deployment ${deploymentId}`);
  }
  const absence = await tools.record.absences.get(deploymentId);
  if (absence !== undefined && isGone(absence, tools.clock.now())) {
    return decideGone(decided, tools.clock.now());
  }
  tools.logger.warn('deployment.missing', { deploymentId, wants: decided.wants.length });
  return decided;
}

/** Whether somebody must come back to it: until then it is sent again, ever more rarely. */
function isOpen({ nothing, wants }: Decided, unsettled: readonly AccessPlace[]): boolean {
  const waits = nothing?.code === 'identity-absent' || wants.some(({ withheld }) => withheld);
  return waits || unsettled.length > 0;
}

function isAmong(places: readonly AccessPlace[]): (one: AccessPlace) => boolean {
  return (one) => places.some(({ accessId }) => accessId === one.accessId);
}

async function createRows(decided: Decided, record: AccessRecord, clock: Clock): Promise<void> {
  const now = clock.now();
  for (const want of decided.wants) {
    await record.accesses.create(emptyRow(want, decided.deployment, now), after(now, 2 * MINUTE));
  }
}

/** As an access is before anything was done for it. */
export function emptyRow(want: Want, deployment: Deployment, now: Date): AccessItem {
  const { accessId, targetKey } = want;
  const createdAt = now.toISOString();
  return {
    accessId,
    targetKey,
    deploymentId: deployment.id,
    createdAt,
    state: 'pending',
    since: createdAt,
    placed: [],
  };
}

/** Looked at again until all has settled: soon at first, then ever more rarely. */
function reminderIn(reminders: number): number {
  return Math.min(LAST_REMINDER, FIRST_REMINDER * 2 ** (reminders - 1));
}

function isNews(decided: Decided, before: Decided | undefined): boolean {
  const what = (one: Decided | undefined) => digest([one?.wants, one?.nothing, one?.rules.digest]);
  return what(decided) !== what(before);
}

async function audit(decided: Decided, { record, logger, clock }: DecideTools): Promise<void> {
  const { deployment, wants, rules, nothing } = decided;
  const detail = {
    rules: rules.digest,
    commit: rules.commit,
    wants: wants.map(({ target, rule, slot }) => `${rule}: ${target} (${slot})`),
    nothing: nothing?.code,
  };
  logger.info('deployment.decided', { deploymentId: deployment.id, ...detail });
  await record.history.append({
    deploymentId: deployment.id,
    at: clock.now().toISOString(),
    event: 'deployment.decided',
    by: 'decide-access',
    detail,
  });
}
