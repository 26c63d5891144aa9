import type { Faults } from '../../local/faults.ts';
import type { Clouds, Resource } from '../../local/gcp/clouds.ts';
import { PROJECT } from './rules.ts';

/** Two targets of one kind on Google Cloud: what the rules say of them, and what it is to have them. */
export interface Land {
  readonly targets: { readonly first: string; readonly other: string };
  readonly role: string;
  readonly resources: { readonly first: Resource; readonly other: Resource };
  prepare(gcp: Pick<Clouds, 'projects' | 'buckets' | 'datasets' | 'serviceAccounts'>): void;
}

const OTHER = 'acme-other';
const VIEWER = 'roles/bigquery.dataViewer';
const READER = 'roles/storage.objectViewer';
const account = (name: string) => `${name}@${PROJECT}.iam.gserviceaccount.com`;

export const LANDS: Readonly<Record<'project' | 'bucket' | 'dataset' | 'service account', Land>> = {
  project: {
    targets: {
      first: `gcpProject: {project: ${PROJECT}, roles: [${VIEWER}]}`,
      other: `gcpProject: {project: ${OTHER}, roles: [${VIEWER}]}`,
    },
    role: VIEWER,
    resources: { first: { project: PROJECT }, other: { project: OTHER } },
    prepare: ({ projects }) => {
      for (const name of [PROJECT, OTHER]) projects.create(name);
    },
  },
  bucket: {
    targets: {
      first: `gcpBucket: {bucket: acme-raw, roles: [${READER}]}`,
      other: `gcpBucket: {bucket: acme-other, roles: [${READER}]}`,
    },
    role: READER,
    resources: { first: { bucket: 'acme-raw' }, other: { bucket: 'acme-other' } },
    prepare: ({ buckets }) => {
      for (const name of ['acme-raw', 'acme-other']) buckets.create(name);
    },
  },
  dataset: {
    targets: {
      first: `gcpDataset: {project: ${PROJECT}, dataset: daily, roles: [${VIEWER}]}`,
      other: `gcpDataset: {project: ${PROJECT}, dataset: weekly, roles: [${VIEWER}]}`,
    },
    role: VIEWER,
    resources: {
      first: { project: PROJECT, dataset: 'daily' },
      other: { project: PROJECT, dataset: 'weekly' },
    },
    prepare: ({ projects, datasets }) => {
      projects.create(PROJECT);
      for (const name of ['daily', 'weekly']) datasets.create(`${PROJECT}:${name}`);
    },
  },
  'service account': {
    targets: {
      first: `gcpImpersonate: {serviceAccount: ${account('loader')}}`,
      other: `gcpImpersonate: {serviceAccount: ${account('other-loader')}}`,
    },
    role: 'roles/iam.serviceAccountTokenCreator',
    resources: {
      first: { serviceAccount: account('loader') },
      other: { serviceAccount: account('other-loader') },
    },
    prepare: ({ serviceAccounts }) => {
      for (const name of ['loader', 'other-loader']) serviceAccounts.create(account(name));
    },
  },
};

const WRITES = /setIamPolicy|datasets\.patch/i;

/** How often a policy was written, whatever it is of. */
export function writesOf({ calls }: Faults): number {
  const writes = [...calls].filter(([operation]) => WRITES.test(operation));
  return writes.reduce((sum, [, count]) => sum + count, 0);
}
