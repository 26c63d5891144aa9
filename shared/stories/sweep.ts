import type { Queues } from '../cloud/queues.ts';
import type { Astro, DeploymentList } from '../deployment/astro.ts';
import type { Cloud } from '../deployment/deployment.ts';
import { headDigest } from '../deployment/head-digest.ts';
import { withKnownRegion } from '../deployment/known-region.ts';
import type { DeploymentItem } from '../record/items.ts';
import { isOver } from '../record/over.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { isOurs } from './decide-access/decision.ts';
import { noteAbsences } from './sweep/absence.ts';
import { keepBaseline } from './sweep/baseline.ts';
import { stillEnding } from './sweep/still-ending.ts';

export interface SweepTools {
  readonly astro: Astro;
  readonly record: AccessRecord;
  readonly rules: () => AccessRules;
  readonly cloud: Exclude<Cloud, 'azure'>;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** More would not be done before the next sweep comes. */
const AT_ONCE = 1_000;
/** Nobody waits for it. */
const FORGOTTEN_AT_ONCE = 50;

/**
 * Sends again what is due or unsettled in the record, and then what Astro tells otherwise than
 * the record does. The first needs no Astro: it goes on while Astro is down.
 */
export async function sweep(tools: SweepTools): Promise<void> {
  await sendDue(tools);
  await sendChanged(tools);
}

/** What waits, waits as a row and never inside a queue; a message that was lost is sent from here. */
async function sendDue({ record, queues, clock, logger }: SweepTools): Promise<void> {
  const due = await record.due(clock.now(), AT_ONCE);
  const deployments = due.flatMap((one) => (one.kind === 'deployment' ? [one.deploymentId] : []));
  const targets = due.flatMap((one) => (one.kind === 'target' ? [one.targetKey] : []));
  const messages = due.flatMap((one) => (one.kind === 'message' ? [one.deploymentId] : []));
  const handovers = due.flatMap((one) => (one.kind === 'handover' ? [one.deploymentId] : []));
  await queues.decide(deployments);
  await queues.markTargets(targets);
  await queues.notify(messages);
  await queues.handOver(handovers);
  logger.info('sweep.due', {
    deployments: deployments.length,
    targets: targets.length,
    messages: messages.length,
    handovers: handovers.length,
  });
}

/** A Deployment that is as it was costs nothing beyond its row of the list. */
async function sendChanged(tools: SweepTools): Promise<void> {
  const { astro, record, queues, clock, logger } = tools;
  const list = await astro.list();
  const { heads: known, unreadable } = await record.deployments.listReadable();
  for (const { deploymentId, why } of unreadable) {
    logger.error('record.unreadable', { deploymentId, reason: why });
  }
  const heads = known.map(({ item }) => item);
  const broken = new Set(unreadable.map(({ deploymentId }) => deploymentId));
  const changed = changedSince(list, heads, tools).filter((id) => !broken.has(id));
  const present = new Set([...list.deployments.map(({ id }) => id), ...list.unreadable]);
  await keepBaseline(list.deployments, heads, tools);
  // Those who come do not wait for many who may be gone to be noted.
  await queues.decide(changed);
  const gone = list.complete ? await noteAbsences(heads, present, record, clock) : [];
  await queues.decide(gone);
  await queues.decide(overSince(known, present, clock.now()));
  await queues.decide(await stillEnding(heads, record));
  logger.info('sweep.listed', {
    deployments: list.deployments.length,
    complete: list.complete,
    changed: changed.length,
    gone: gone.length,
  });
}

/** What is gone for long is forgotten, some of them with each sweep; what is due was sent already. */
function overSince(
  known: readonly Versioned<DeploymentItem>[],
  present: ReadonlySet<string>,
  now: Date,
): readonly string[] {
  const isDue = (due: string | undefined) => due !== undefined && due <= now.toISOString();
  return known
    .filter(({ item, due }) => isOver(item, now) && !isDue(due))
    .map(({ item }) => item.deploymentId)
    .filter((deploymentId) => !present.has(deploymentId))
    .slice(0, FORGOTTEN_AT_ONCE);
}

function changedSince(
  { deployments }: DeploymentList,
  heads: readonly DeploymentItem[],
  { rules: readRules, cloud }: SweepTools,
): readonly string[] {
  const rules = readRules();
  const known = new Map(heads.map(({ deploymentId, decided }) => [deploymentId, decided]));
  return deployments
    .filter((deployment) => isOurs(deployment, rules, cloud))
    .filter((deployment) => {
      const decided = known.get(deployment.id);
      if (decided === undefined || decided.rules.digest !== rules.digest) return true;
      // Astro tells of it again.
      if (decided.nothing?.code === 'gone') return true;
      const told = withKnownRegion(deployment, decided.deployment);
      return headDigest(decided.deployment) !== headDigest(told);
    })
    .map(({ id }) => id);
}
