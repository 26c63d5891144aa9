import type { Deployment } from '../../shared/deployment/deployment.ts';
import type { AccessRules, Condition } from '../../shared/rules/access-rules.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { RulesInvalidError } from '../../shared/rules/problem.ts';

export const WORKSPACE = 'clmh58o7d000108lb74ktc9o64';

/** A file without a mistake, with one target of each kind; each on a line of its own. */
export const FILE = `version: 1
installation: prod
mode: apply
astronomer: {awsAccounts: ["111122223333"], gcpProjects: [astro-data-plane]}
slack: {channel: C0123456789, approvers: [S0PLATFORM]}
defaults: {region: eu-west-1, keep: 24h}
targets:
  lake: {awsOwnRole: {account: "999988887777", name: "airflow-{namespace}", policies: [lake-read]}, connection: {id: aws_lake}}
  redshift: {awsSharedRole: {role: "arn:aws:iam::999988887777:role/redshift-loader", externalId: acme}, connection: {id: redshift}}
  analytics: {gcpProject: {project: acme-analytics, roles: [roles/bigquery.jobUser, roles/bigquery.dataViewer]}, connection: {id: gcp_analytics}}
  raw: {gcpBucket: {bucket: acme-raw, roles: [roles/storage.objectViewer]}, connection: {id: gcp_raw, project: acme-analytics}}
  daily: {gcpDataset: {project: acme-analytics, dataset: daily, roles: [roles/bigquery.dataViewer]}, connection: {id: gcp_daily}}
  loader: {gcpImpersonate: {serviceAccount: loader@acme-analytics.iam.gserviceaccount.com}, connection: {id: gcp_loader}}
rules:
  - {name: etl-aws, when: {workspaceId: ${WORKSPACE}, deployment: "etl-*", cloud: aws}, reach: [lake, redshift]}
  - {name: etl-gcp, when: {workspaceId: ${WORKSPACE}, cloud: gcp}, mode: approve, reach: [analytics, raw, daily, loader]}
`;

/** A key of the file, with all that stands under it. */
export function section(key: string): string {
  return new RegExp(`^${key}:\\n( {2}.*\\n)+`, 'm').exec(FILE)?.[0] ?? `section ${key}`;
}

export type Exchanges = readonly (readonly [from: string, to: string])[];

/** The file with a piece of it exchanged; fails where the piece is not in it. */
export function fileWith(...exchanges: Exchanges): string {
  return exchanges.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the sample has no ${from}`);
    return text.replace(from, () => to);
  }, FILE);
}

export function rulesWith(...exchanges: Exchanges): AccessRules {
  return parseAccessRules(fileWith(...exchanges), 'access-rules.yml');
}

/** The lines of the message, without the file's name; empty where nothing is wrong. */
export function problemsOf(text: string): readonly string[] {
  try {
    parseAccessRules(text, 'f');
    return [];
  } catch (error) {
    if (!(error instanceof RulesInvalidError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^f:/, ''));
  }
}

export function deployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    id: 'clmh57jtm000008lb58fe2wmv',
    name: 'etl-prod',
    namespace: 'fiery-nebula-1234',
    organizationId: 'clmh59gt0000308lbgswe5fvh',
    workspaceId: WORKSPACE,
    workspaceName: 'Data',
    type: 'STANDARD',
    cloud: 'aws',
    region: 'us-east-1',
    clusterId: 'clmh597sg000208lb2kjhcn8q',
    clusterName: 'shared-aws',
    status: 'CREATING',
    remoteExecution: false,
    airflowVersion: '3.0.4',
    createdAt: '2026-11-02T10:00:00Z',
    ...changes,
  };
}

/** One rule on `lake`, for those that the condition is of. */
export const rulesFor = (when: Condition, unless?: Condition): AccessRules => ({
  ...rulesWith(),
  rules: [
    {
      name: 'one',
      mode: 'apply',
      approval: 'slack',
      reach: ['lake'],
      when,
      ...(unless && { unless }),
    },
  ],
});
