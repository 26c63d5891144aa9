import type { Problem } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';
import type { AccessRecord, Versioned } from '../../record/record.ts';
import type { AccessRules } from '../../rules/access-rules.ts';
import type { DeploymentView } from '../../slack/view.ts';
import { accessView, type Known } from './access-view.ts';
import { deploymentFacts } from './deployment-facts.ts';

interface ViewTools {
  readonly record: AccessRecord;
  readonly rules: () => AccessRules;
}

/** What Slack should show of one Deployment; undefined where it should show nothing. */
export async function viewOf(
  deploymentId: string,
  { record, rules: readRules }: ViewTools,
): Promise<DeploymentView | undefined> {
  const decided = (await record.deployments.get([deploymentId])).get(deploymentId)?.decided;
  if (decided === undefined) return undefined;
  const rules = readRules();
  const silent = decided.nothing?.code === 'no-rule' && rules.unmatched === 'silent';
  if (silent && decided.wants.length === 0) return undefined;
  const rows = new Map(
    (await record.accesses.get(decided.wants)).map((row) => [row.item.accessId, row]),
  );
  const ids = decided.wants.map(({ accessId }) => accessId);
  const known: Known = {
    deployment: decided.deployment,
    rules,
    decisions: await record.decisions.get(ids),
    asks: await record.connectionAsks.get(ids),
    handed: (await record.handovers.get(deploymentId))?.item.connections ?? [],
  };
  const paused = await record.pause.get();
  const notes = [
    ...(decided.notes ?? []),
    ...(paused && isWaiting(rows) ? [PAUSED(paused.by)] : []),
  ];
  return {
    ...deploymentFacts(decided),
    ...(notes.length > 0 && { notes }),
    accesses: decided.wants.flatMap((want) => {
      const row = rows.get(want.accessId);
      return row === undefined ? [] : [accessView(want, row, known)];
    }),
    installation: rules.installation,
    approvers: rules.slack.approvers,
    endpoints: rules.endpoints,
  };
}

function isWaiting(rows: ReadonlyMap<string, Versioned<AccessItem>>): boolean {
  return [...rows.values()].some(
    ({ item }) => item.state === 'pending' || item.state === 'waiting',
  );
}

const PAUSED = (by: string): Problem => ({
  code: 'paused',
  text: `Paused by ${by}: no policy is written.`,
  advice: 'Whoever paused it can resume it.',
});
