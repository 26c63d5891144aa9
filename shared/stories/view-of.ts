import type { Connection } from '../handover/connection.ts';
import { connectionOf } from '../handover/connection-of.ts';
import type { Problem } from '../policy/plan.ts';
import type {
  AccessItem,
  ConnectionAsk,
  Decided,
  DecisionItem,
  HandedOver,
  Want,
} from '../record/items.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import { revisionOf } from '../record/revision.ts';
import type { AccessRules, ConnectionRule } from '../rules/access-rules.ts';
import { sayOver } from '../rules/say.ts';
import { after } from '../runtime/clock.ts';
import { digest } from '../runtime/json.ts';
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
    ...describe(decided),
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

/** What is looked up once for all accesses of a Deployment. */
interface Known {
  readonly deployment: Decided['deployment'];
  readonly rules: AccessRules;
  readonly decisions: ReadonlyMap<string, DecisionItem>;
  readonly asks: ReadonlyMap<string, ConnectionAsk>;
  readonly handed: readonly HandedOver[];
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
    ...(airflowMajor(deployment.airflowVersion) ?? {}),
    links: {
      astro: `https://cloud.astronomer.io/${workspaceId}/deployments/${id}/overview`,
      ...(airflowUrl && { airflow: airflowUrl }),
    },
  };
}

function accessView(want: Want, row: Versioned<AccessItem>, known: Known): AccessView {
  const { rules, deployment, decisions } = known;
  const { item, due } = row;
  const { accessId, target, rule, slot, mode, identity, specification, until } = want;
  const connection =
    want.connection && connectionOf(specification, want.connection, rules.installation);
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
    revision: revisionOf(want, item, decisions.get(accessId)),
    ...sayOver(deployment, target, rules),
    ...(connection && { connection, handover: handoverView(want, connection, known) }),
    ...(want.kept && { kept: true }),
    ...(item.proposal && { proposal: item.proposal }),
    ...(item.drift && { drift: item.drift }),
    ...(item.reason && { reason: item.reason }),
    ...(due && { due }),
    ...(item.waits && { deadline: after(new Date(item.waits.since), IDENTITY_PATIENCE) }),
    ...(until && { until }),
  };
}

/** Of one decided before there was a choice, what is the default now. */
function handoverView(want: Want, connection: Connection, { asks, handed }: Known) {
  const { accessId } = want;
  const { create = 'ask', via = 'environment-manager' }: Partial<ConnectionRule> =
    want.connection ?? {};
  const done = handed.find((one) => one.accessId === accessId);
  const ask = asks.get(accessId);
  const asked = ask?.connection === digest(connection) && ask.at !== done?.answers;
  return { create, via, ...(done && { done }), ...(asked && ({ asked } as const)) };
}

function airflowMajor(version: string): { readonly airflow: 2 | 3 } | undefined {
  const major = /^[23](?=\.)/.exec(version)?.[0];
  return major === undefined ? undefined : { airflow: major === '2' ? 2 : 3 };
}
