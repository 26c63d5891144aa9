import type { Plan } from '../../policy/plan.ts';
import type { AccessItem, PolicyChange } from '../../record/items.ts';
import type { Versioned } from '../../record/record.ts';
import type { GrantTools } from '../grant-access.ts';
import { inTurn } from './in-turn.ts';
import { outcome } from './outcome.ts';
import type { Pass } from './pass.ts';
import type { Situation } from './situation.ts';
import { tellsTheSame } from './tells-the-same.ts';
import { placedBefore } from './write-ahead.ts';

/** What a pass has come to: the last plan, and by access what waits for an approval would change. */
export interface Findings {
  readonly plan: Plan<unknown>;
  readonly proposals: ReadonlyMap<string, PolicyChange>;
}

/** Writes down what became of each access, and has the Deployments told whose access changed. */
export async function settle(
  situations: readonly Situation[],
  { plan, proposals }: Findings,
  pass: Pass,
  tools: GrantTools,
): Promise<void> {
  const { record, clock, queues } = tools;
  const marked = onceEach((deploymentId) => record.tellings.mark(deploymentId));
  await inTurn(situations, async (situation) => {
    const { access, order } = situation;
    const { accessId, deploymentId } = access.item;
    const standing = plan.standings.get(accessId);
    // Nothing is known of it: taken for absent, it would be forgotten.
    if (standing === undefined) return;
    const result = outcome({
      situation,
      standing,
      barred: pass.barred.get(accessId),
      written: pass.written.has(accessId),
      before: untouched(access, pass),
      notices: plan.notices,
      drift: pass.drifts.get(accessId),
      proposal: proposals.get(accessId),
      now: clock.now(),
    });
    if (result === undefined) return;
    const isNews = !tellsTheSame(access.item, result.item);
    // What is refused again is tried again at another time, and for a reason with other numbers.
    const isToShow = isNews || (result.item.state === 'refused' && result.due !== access.due);
    if (isToShow) await marked(deploymentId);
    await record.accesses.write(access, result.item, result.due);
    if (isToShow) pass.news.add(deploymentId);
    if (isNews) await audit(access.item, result.item, order.kind, tools);
  });
  // Also of what an attempt wrote that met a conflict: this one finds no news in it any more.
  await queues.notify([...pass.news]);
}

/**
 * What an access had placed before this pass, where nothing of what the pass was to place came into
 * the policy. Google takes a write as a whole or not at all; of a role's steps some may be done.
 */
function untouched(access: Versioned<AccessItem>, pass: Pass) {
  const { accessId, targetKey } = access.item;
  const isSure = !pass.written.has(accessId) && !pass.unsure.has(accessId);
  return targetKey.startsWith('gcp-') && isSure ? placedBefore(access, pass) : undefined;
}

/** Rows of one Deployment are written at once: the first begins it, and all of them wait for it. */
function onceEach(work: (id: string) => Promise<void>): (id: string) => Promise<void> {
  const begun = new Map<string, Promise<void>>();
  return (id) => {
    const done = begun.get(id) ?? work(id);
    begun.set(id, done);
    return done;
  };
}

async function audit(
  before: AccessItem,
  after: AccessItem,
  order: string,
  { record, clock, logger }: GrantTools,
): Promise<void> {
  const { accessId, deploymentId, targetKey, state, reason } = after;
  const [placement] = after.placed.length > 0 ? after.placed : before.placed;
  const identity = placement?.identity;
  logger.info(`access.${state}`, { deploymentId, accessId, target: targetKey, identity, reason });
  await record.history.append({
    deploymentId,
    accessId,
    at: clock.now().toISOString(),
    event: `access.${state}`,
    by: 'grant-access',
    detail: { order, target: targetKey, identity, reason: reason?.code, was: before.state },
  });
}
