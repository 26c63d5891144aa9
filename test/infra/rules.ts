import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';

export const HOME = '999988887777';
export const OTHER = '111111111111';

/** Valid access rules with these targets, each on a line of its own, that reach them all. */
export function rulesOf(targets: readonly string[], mode = 'approve'): AccessRules {
  const names = targets.map((target) => target.split(':')[0]);
  const text = `version: 1
installation: prod
mode: ${mode}
astronomer: {awsAccounts: ["222222222222"], gcpProjects: [astro-data-plane]}
slack: {channel: C0123456789}
defaults: {region: eu-west-1}
targets:
${targets.map((target) => `  ${target}\n`).join('')}rules:
  - {name: all, when: {workspaceId: clmh58o7d000108lb74ktc9o64}, reach: [${names.join(', ')}]}
`;
  return parseAccessRules(text, 'access-rules.yml');
}

export const TARGETS = {
  lake: `lake: {awsOwnRole: {account: "${HOME}", name: "airflow-{namespace}", policies: [lake-read], permissionsBoundary: edge}, connection: {id: lake}}`,
  plain: `plain: {awsOwnRole: {account: "${HOME}", name: "plain-{id}"}, connection: {id: plain}}`,
  redshift: `redshift: {awsSharedRole: {role: "arn:aws:iam::${HOME}:role/team/redshift"}, connection: {id: redshift}}`,
  far: `far: {awsSharedRole: {role: "arn:aws:iam::${OTHER}:role/far"}, connection: {id: far}}`,
  analytics:
    'analytics: {gcpProject: {project: acme-analytics, roles: [roles/bigquery.jobUser, roles/bigquery.dataViewer]}, connection: {id: analytics}}',
  sales:
    'sales: {gcpDataset: {project: acme-sales, dataset: sales, roles: [roles/bigquery.dataViewer]}, connection: {id: sales}}',
  loader:
    'loader: {gcpImpersonate: {serviceAccount: loader@acme-etl.iam.gserviceaccount.com}, connection: {id: loader}}',
  raw: 'raw: {gcpBucket: {bucket: acme-raw, roles: [roles/storage.objectViewer]}, connection: {id: raw, project: acme-analytics}}',
} as const;
