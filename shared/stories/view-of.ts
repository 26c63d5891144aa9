import { connectionOf } from '../handover/connection-of.ts';
import type { Problem } from '../policy/plan.ts';
import type { AccessItem, Decided, Want } from '../record/items.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import { after } from '../runtime/clock.ts';
import type { AccessView, DeploymentView } from '../slack/view.ts';
import { IDENTITY_PATIENCE } from './outcome.ts';

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
  const paused = await record.pause.get();
  const notes = [
    ...(decided.notes ?? []),
    ...(paused && isWaiting(rows) ? [PAUSED(paused.by)] : []),
  ];
  return {
    ...describe(decided),
    ...(notes.length > 0 && { notes }),
    accesses: decided.wants.flatMap((want) => {
      const row = rows.get(want.accessId);
      return row === undefined ? [] : [accessView(want, row, rules)];
    }),
    installation: rules.installation,
    approvers: rules.slack.approvers,
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

function describe(decided: Decided) {
  const { deployment, nothing, rules } = decided;
  const { id, name, cloud, region, workspaceName, createdBy, workspaceId } = deployment;
  const { workloadIdentity: primary, drWorkloadIdentity: dr, airflowUrl } = deployment;
  return {
    deploymentId: id,
    name,
    cloud,
    ...(region && { region }),
    ...(workspaceName && { workspaceName }),
    ...(createdBy && { createdBy }),
    ...(nothing && { nothing }),
    ...(rules.commit && { rulesCommit: rules.commit }),
    identities: [
      ...(primary ? [{ slot: 'primary', identity: primary } as const] : []),
      ...(dr ? [{ slot: 'dr', identity: dr } as const] : []),
    ],
    links: {
      astro: `https://cloud.astronomer.io/${workspaceId}/deployments/${id}/overview`,
      ...(airflowUrl && { airflow: airflowUrl }),
    },
  };
}

function accessView(want: Want, row: Versioned<AccessItem>, rules: AccessRules): AccessView {
  const { item, due } = row;
  const { accessId, target, rule, slot, mode, identity, specification, connection, until } = want;
  return {
    accessId,
    target,
    rule,
    slot,
    mode,
    identity,
    specification,
    state: item.state,
    since: item.since,
    notices: item.notices ?? [],
    byHand: item.byHand ?? false,
    ...(item.reason && { reason: item.reason }),
    ...(due && { due }),
    ...(item.waits && { deadline: after(new Date(item.waits.since), IDENTITY_PATIENCE) }),
    ...(until && { until }),
    ...(connection && { connection: connectionOf(specification, connection, rules.installation) }),
  };
}
