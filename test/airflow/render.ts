import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import { asCommand, asEnvironment, asJson } from '../../shared/handover/forms.ts';
import { proofDags } from '../../shared/handover/proof-dag.ts';
import type { Specification } from '../../shared/rules/specification.ts';

/** What the thread shows for one access of each kind, as files for check.py. */
const [folder = '.'] = process.argv.slice(2);

const ACCESSES: readonly (readonly [{ id: string; project?: string }, Specification])[] = [
  [
    { id: 'aws_lake' },
    {
      kind: 'awsOwnRole',
      account: '999988887777',
      roleName: 'airflow-fiery-nebula-1234',
      policies: [],
      deploymentId: 'clmk',
    },
  ],
  [
    { id: 'redshift' },
    {
      kind: 'awsSharedRole',
      role: 'arn:aws:iam::999988887777:role/data/redshift-loader',
      externalId: "it's `acme`",
    },
  ],
  [
    { id: 'gcp_analytics' },
    { kind: 'gcpProject', project: 'acme-analytics', roles: ['roles/bigquery.dataViewer'] },
  ],
  [
    { id: 'gcp_raw', project: 'acme-analytics' },
    { kind: 'gcpBucket', bucket: 'acme-raw', roles: ['roles/storage.objectViewer'] },
  ],
  [
    { id: 'gcp_daily' },
    {
      kind: 'gcpDataset',
      project: 'acme-analytics',
      dataset: 'daily',
      roles: ['roles/bigquery.dataViewer'],
    },
  ],
  [
    { id: 'gcp_loader' },
    { kind: 'gcpImpersonate', serviceAccount: 'loader@acme-analytics.iam.gserviceaccount.com' },
  ],
];

const provable = ACCESSES.map(([rule, specification]) => ({
  connection: connectionOf(specification, rule, 'prod', 'eu-west-1'),
  specification,
}));
mkdirSync(join(folder, 'dags'), { recursive: true });
for (const { file, source } of proofDags(provable)) writeFileSync(join(folder, file), source);
const forms = provable.map(({ connection }) => ({
  id: connection.id,
  extra: connection.extra,
  json: asJson(connection),
  environment: asEnvironment(connection),
  command: asCommand(connection),
}));
writeFileSync(join(folder, 'forms.json'), JSON.stringify(forms, null, 2));
