import type { Deployment } from '../../deployment/deployment.ts';
import { BASELINE } from '../../deployment/events.ts';
import type { BaselineItem } from '../../record/baseline.ts';
import { VersionConflictError } from '../../record/errors.ts';
import type { DeploymentItem } from '../../record/items.ts';
import type { AccessRules } from '../../rules/access-rules.ts';
import { after, HOUR, MINUTE } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';
import { isOurs } from '../decide-access/decision.ts';
import type { SweepTools } from '../sweep.ts';
import { countBaseline, isSettled } from './baseline-counts.ts';

/** What is younger was made by somebody who waits for its message. */
const OLD = HOUR;
/** So long at the least: the first lists may be cut short, and what they lack joins later. */
const SHORTEST = 5 * MINUTE;
const LONGEST = HOUR;
/** An item of the record has room for no more; whoever comes later is told of one by one. */
const MOST = 10_000;

/**
 * Keeps the baseline: the Deployments that were there before the installation was. They are told
 * of in one summary until they have settled, so that a new installation does not post thousands
 * of messages. Written down before any of them is decided.
 */
export async function keepBaseline(
  listed: readonly Deployment[],
  heads: readonly DeploymentItem[],
  tools: SweepTools,
): Promise<void> {
  const { record, queues, clock, logger } = tools;
  const found = await record.baseline.get();
  if (found?.item.closed !== undefined) return;
  const before: BaselineItem = found?.item ?? { at: clock.now().toISOString(), deployments: [] };
  const joined = withJoined(before, listed, heads, tools);
  const isGrowing = joined.deployments.length > before.deployments.length;
  const counted = await withCounts(joined, heads, tools);
  const next = isGrowing ? counted : closedIfDone(counted, heads, tools);
  if (found !== undefined && digest(next) === digest(found.item)) return;
  const { counts, closed } = next;
  const isToTell = joined.deployments.length > 0;
  if (isToTell) await record.tellings.mark(BASELINE);
  if (!(await isWritten(found?.version ?? 0, next, tools))) return;
  logger.info('baseline.kept', { ...counts, closed });
  if (isToTell) await queues.notify([BASELINE]);
}

/** Two sweeps at once see the same; what the other one has written counts. */
async function isWritten(
  expected: number,
  item: BaselineItem,
  { record }: SweepTools,
): Promise<boolean> {
  try {
    await record.baseline.write(expected, item);
    return true;
  } catch (error) {
    if (error instanceof VersionConflictError) return false;
    throw error;
  }
}

function withJoined(
  baseline: BaselineItem,
  listed: readonly Deployment[],
  heads: readonly DeploymentItem[],
  { rules: readRules, cloud }: SweepTools,
): BaselineItem {
  const rules = readRules();
  const decided = heads.filter((head) => head.decided !== undefined);
  const known = new Set([
    ...decided.map(({ deploymentId }) => deploymentId),
    ...baseline.deployments,
  ]);
  const until = Date.parse(baseline.at) - OLD;
  const joining = listed
    .filter((one) => isOurs(one, rules, cloud) && !known.has(one.id))
    .filter(({ createdAt }) => Date.parse(createdAt) < until);
  const deployments = [...baseline.deployments, ...joining.map(({ id }) => id)];
  return { ...baseline, deployments: deployments.slice(0, MOST) };
}

async function withCounts(
  baseline: BaselineItem,
  heads: readonly DeploymentItem[],
  { record }: SweepTools,
): Promise<BaselineItem> {
  const { deployments } = baseline;
  const counts = await countBaseline(deployments.length, membersOf(baseline, heads), record);
  return { ...baseline, counts };
}

function membersOf(
  { deployments }: BaselineItem,
  heads: readonly DeploymentItem[],
): readonly DeploymentItem[] {
  const those = new Set(deployments);
  return heads.filter(({ deploymentId }) => those.has(deploymentId));
}

/** Closed when all have settled, or when it has lasted long enough. */
function closedIfDone(
  baseline: BaselineItem,
  heads: readonly DeploymentItem[],
  { rules, clock }: SweepTools,
): BaselineItem {
  const began = new Date(baseline.at);
  const closed = clock.now().toISOString();
  const settled = baseline.counts !== undefined && isSettled(baseline.counts);
  if (closed < after(began, settled ? SHORTEST : LONGEST)) return baseline;
  const told = membersOf(baseline, heads).filter((one) => isTold(one, rules()));
  return { ...baseline, closed, deployments: told.map((one) => one.deploymentId) };
}

/** The others get a message of their own as soon as there is something to say. */
function isTold({ decided }: DeploymentItem, { unmatched }: AccessRules): boolean {
  if (decided === undefined) return false;
  const silent = decided.nothing?.code === 'no-rule' && unmatched === 'silent';
  return !silent || decided.wants.length > 0;
}
