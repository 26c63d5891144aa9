import { headDigest } from '../../deployment/head-digest.ts';
import type { Decided } from '../../record/items.ts';
import { digest } from '../../runtime/json.ts';
import type { DecideTools } from '../decide-access.ts';

/** Whether a person should be told, and the history know. */
export function isNews(decided: Decided, before: Decided | undefined): boolean {
  const what = (one: Decided | undefined) =>
    one && digest([headDigest(one.deployment), one.wants, one.nothing, one.rules.digest]);
  return what(decided) !== what(before);
}

export async function audit(
  decided: Decided,
  { record, logger, clock }: Pick<DecideTools, 'record' | 'logger' | 'clock'>,
): Promise<void> {
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
