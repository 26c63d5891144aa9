import type { Queues } from '../cloud/queues.ts';
import type { Astro } from '../deployment/astro.ts';
import type { Cloud, Deployment } from '../deployment/deployment.ts';
import type { AccessItem, Decided, DeploymentItem, Want } from '../record/items.ts';
import type { AccessRecord } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import { after, type Clock, MINUTE, SECOND } from '../runtime/clock.ts';
import { AccessError } from '../runtime/errors.ts';
import { digest } from '../runtime/json.ts';
import type { Logger } from '../runtime/logger.ts';
import { decide } from './decision.ts';
import { unsettledTargets } from './unsettled-targets.ts';

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
  if (deployment === undefined) return gone(item, tools);

  const rules = tools.rules();
  const now = clock.now();
  const { cloud, rulesCommit: commit } = tools;
  const decided = decide({ deployment, rules, now, cloud, before: item.decided, commit });
  if (decided === undefined) return logger.info('deployment.not-ours', { deploymentId });

  await createRows(decided, record, clock);
  const next = { ...item, ticket, decided };
  const targets = await unsettledTargets(next, item.decided?.wants ?? [], record, now);
  const reminders = targets.length > 0 || waitsForIdentity(decided) ? decided.reminders + 1 : 0;
  await record.deployments.decide(
    deploymentId,
    ticket,
    { ...decided, reminders },
    reminders === 0 ? undefined : after(now, reminderIn(reminders)),
  );
  if (isNews(decided, item.decided)) await audit(decided, tools);
  await queues.markTargets(targets);
  // Also when nothing changed: this may be the retry of a run whose message was lost.
  await queues.notify([deploymentId]);
}

/** Nobody loses access by one answer: what is there stays until the Deployment is known to be gone. */
function gone(item: DeploymentItem, { logger }: DecideTools): void {
  const { deploymentId, decided } = item;
  if (decided === undefined) {
    throw new UnknownDeploymentError(`Astro knows no Deployment ${deploymentId}`);
  }
  logger.warn('deployment.missing', { deploymentId, wants: decided.wants.length });
}

async function createRows(decided: Decided, record: AccessRecord, clock: Clock): Promise<void> {
  const now = clock.now();
  for (const want of decided.wants) {
    await record.accesses.create(emptyRow(want, decided.deployment, now), after(now, 2 * MINUTE));
  }
}

function emptyRow(want: Want, deployment: Deployment, now: Date): AccessItem {
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

function waitsForIdentity(decided: Decided): boolean {
  return decided.nothing?.code === 'identity-absent';
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
