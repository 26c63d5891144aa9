import type { Plan, Problem } from '../policy/plan.ts';
import type { AccessItem } from '../record/items.ts';
import type { GrantTools } from './grant-access.ts';
import { outcome } from './outcome.ts';
import type { Pass } from './pass.ts';
import type { Situation } from './situation.ts';

/** Writes down what became of each access, and has the Deployments told whose access changed. */
export async function settle(
  situations: readonly Situation[],
  plan: Plan<unknown>,
  pass: Pass,
  tools: GrantTools,
): Promise<void> {
  const { record, clock, queues } = tools;
  const changed = new Set<string>();
  for (const situation of takersFirst(situations)) {
    const { access, order } = situation;
    const { accessId } = access.item;
    const result = outcome({
      situation,
      standing: plan.standings.get(accessId) ?? { kind: 'absent' },
      barred: pass.barred.get(accessId),
      written: pass.written.has(accessId),
      notices: plan.notices,
      now: clock.now(),
    });
    if (result === undefined) continue;
    const { deploymentId } = access.item;
    const isNews = !tellsTheSame(access.item, result.item);
    if (isNews && !changed.has(deploymentId)) await record.tellings.mark(deploymentId);
    await record.accesses.write(access, result.item, result.due);
    if (isNews) {
      changed.add(deploymentId);
      await audit(access.item, result.item, order.kind, tools);
    }
  }
  await queues.notify([...changed]);
}

/** Who takes over what another had placed is written first: a crash in between forgets nothing. */
function takersFirst(situations: readonly Situation[]): readonly Situation[] {
  const takes = ({ order }: Situation) => order.kind === 'grant';
  return [...situations.filter(takes), ...situations.filter((one) => !takes(one))];
}

/** Whether a reader of the message would see no difference. */
function tellsTheSame(before: AccessItem, after: AccessItem): boolean {
  return (
    before.state === after.state &&
    before.reason?.code === after.reason?.code &&
    before.answers === after.answers &&
    codes(before.notices) === codes(after.notices)
  );
}

function codes(notices: readonly Problem[] = []): string {
  return notices.map(({ code }) => code).join();
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
