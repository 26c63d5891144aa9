import { WORKSPACE } from '../../local/samples.ts';

const HEAD = `
version: 1
installation: test
mode: apply
astronomer: {awsAccounts: ["111122223333"], gcpProjects: [astro-data-plane]}
slack: {channel: C0DATAOPS1, approvers: [S0PLATFORM]}
defaults: {region: eu-west-1, keep: 24h}
`;

export const SHARED_ROLE = 'arn:aws:iam::999988887777:role/redshift-loader';
export const PROJECT = 'acme-analytics';
export const LOADER = 'loader@acme-analytics.iam.gserviceaccount.com';

/** Rules whose every Deployment reaches these targets. */
export function rulesReaching(targets: Readonly<Record<string, string>>, mode = 'apply'): string {
  const reach = Object.keys(targets).join(', ');
  return rulesOf(targets, [
    `{name: all, when: {workspaceId: ${WORKSPACE}}, mode: ${mode}, reach: [${reach}]}`,
  ]);
}

/** Rules as they stand in the file, a line each, over these targets. */
export function rulesOf(
  targets: Readonly<Record<string, string>>,
  rules: readonly string[],
): string {
  const lines = Object.entries(targets).map(([name, grant]) => `  ${name}: {${grant}}\n`);
  return `${HEAD}targets:\n${lines.join('')}rules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`;
}

/** A rule for those that are called so; `reach` may be several targets. */
export function ruleFor(deployment: string, reach: string, mode = 'apply'): string {
  const name = `for-${reach.replaceAll(', ', '-')}`;
  return `{name: ${name}, when: {workspaceId: ${WORKSPACE}, deployment: "${deployment}"}, mode: ${mode}, reach: [${reach}]}`;
}

export const REDSHIFT = {
  redshift: `awsSharedRole: {role: "${SHARED_ROLE}"}, connection: {id: redshift}`,
};
export const LAKE = {
  lake: 'awsOwnRole: {account: "999988887777", name: "airflow-{namespace}", policies: [lake-read]}, connection: {id: lake}',
};
export const ANALYTICS = {
  analytics: `gcpProject: {project: ${PROJECT}, roles: [roles/bigquery.dataViewer, roles/bigquery.jobUser]}, connection: {id: analytics}`,
};
export const RAW = {
  raw: 'gcpBucket: {bucket: acme-raw, roles: [roles/storage.objectViewer]}, connection: {id: raw, project: acme-analytics}',
};
export const DAILY = {
  daily: `gcpDataset: {project: ${PROJECT}, dataset: daily, roles: [roles/bigquery.dataViewer]}, connection: {id: daily}`,
};
export const IMPERSONATE = {
  loader: `gcpImpersonate: {serviceAccount: ${LOADER}}, connection: {id: loader}`,
};
