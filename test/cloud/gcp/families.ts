import type { GcpEmulator } from '../../../local/gcp/emulator.ts';
import type { Policy } from '../../../local/gcp/iam/bindings.ts';
import type { AccessEntry } from '../../../shared/policy/dataset-access.ts';
import type { Specification } from '../../../shared/rules/specification.ts';

export const PROJECT = 'acme-analytics';
/** Somebody else's service account, that every policy names before we come. */
export const OTHER = 'reports@acme-analytics.iam.gserviceaccount.com';
const DAILY = `${PROJECT}:daily`;
const LOADER = `loader@${PROJECT}.iam.gserviceaccount.com`;
const condition = { title: 'until May', expression: 'request.time < timestamp("2027-05-01")' };

/** One kind of target on Google Cloud: how it is set up, and seen from behind. */
export interface Family {
  readonly key: string;
  readonly specification: Specification;
  readonly role: string;
  /** How the emulator counts its two calls. */
  readonly get: string;
  readonly set: string;
  /** The permissions that a message names where they are missing. */
  readonly permissions: readonly [read: string, write: string];
  /** What Google answers a write of what it showed before another's account was deleted. */
  readonly deletedMeanwhile: object;
  seed(gcp: GcpEmulator): void;
  /** As it stands, but for the etag. */
  shown(gcp: GcpEmulator): unknown;
  /** What was there, and the identity given the role. */
  withIdentity(before: unknown, identity: string): unknown;
  holds(gcp: GcpEmulator, identity: string): boolean;
  /** Somebody else's change in the meantime. */
  touch(gcp: GcpEmulator): void;
  forbid(gcp: GcpEmulator, call: 'read' | 'write'): void;
  restrictSharing(gcp: GcpEmulator): void;
  /** Fills it to the last member. */
  crowd(gcp: GcpEmulator): void;
}

const FOREIGN: Policy = {
  version: 3,
  bindings: [
    { role: 'roles/owner', members: ['user:Platform@Acme.com'] },
    {
      role: 'roles/x',
      members: ['group:b@acme.com', `serviceAccount:${OTHER}`, 'user:a@acme.com'],
    },
    { role: 'roles/reader', members: ['user:auditor@acme.com'], condition },
  ],
  auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }],
};

type Kind = 'projects' | 'buckets' | 'serviceAccounts';

function policyFamily(
  kind: Kind,
  name: string,
  role: string,
  rest: Pick<Family, 'key' | 'specification' | 'get' | 'set' | 'permissions'>,
): Family {
  const policy = (gcp: GcpEmulator): Policy => gcp[kind].policy(name);
  const change = (gcp: GcpEmulator, more: readonly string[]) =>
    gcp[kind].setPolicy(name, {
      ...policy(gcp),
      bindings: [...(policy(gcp).bindings ?? []), { role: 'roles/later', members: more }],
    });
  return {
    ...rest,
    role,
    deletedMeanwhile: { code: 'principal-rejected', principal: OTHER },
    seed: (gcp) => {
      gcp.projects.create(PROJECT);
      gcp[kind].create(name);
      gcp[kind].setPolicy(name, FOREIGN);
    },
    shown: (gcp) => {
      const { etag: _, ...shown } = policy(gcp);
      return shown;
    },
    withIdentity: (before, identity) => {
      const { bindings = [], ...others } = before as Policy;
      const members = [`serviceAccount:${identity}`];
      return { ...others, bindings: [...bindings, { role, members }] };
    },
    holds: (gcp, identity) => gcp[kind].holds(name, `serviceAccount:${identity}`, role),
    touch: (gcp) => change(gcp, ['user:jane@acme.com']),
    forbid: (gcp, call) =>
      gcp[kind].forbid(name, call === 'read' ? 'getIamPolicy' : 'setIamPolicy'),
    restrictSharing: (gcp) => gcp[kind].restrictSharing(name, () => false),
    crowd: (gcp) =>
      change(
        gcp,
        crowd(1_495).map((email) => `user:${email}`),
      ),
  };
}

const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => `user-${index}@acme.com`);

const ENTRIES: readonly AccessEntry[] = [
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { view: { projectId: PROJECT, datasetId: 'shared', tableId: 'v' } },
  { role: 'READER', userByEmail: OTHER },
  { routine: { projectId: PROJECT, datasetId: 'shared', routineId: 'r' } },
  { role: 'READER', userByEmail: 'Auditor@acme.com', condition },
  { dataset: { dataset: { projectId: PROJECT, datasetId: 'shared' }, targetTypes: ['VIEWS'] } },
];

const dataset: Family = {
  key: `gcp-dataset/${PROJECT}/daily`,
  specification: {
    kind: 'gcpDataset',
    project: PROJECT,
    dataset: 'daily',
    roles: ['roles/bigquery.dataViewer'],
  },
  role: 'roles/bigquery.dataViewer',
  get: 'bigquery.datasets.get',
  set: 'bigquery.datasets.patch',
  permissions: ['bigquery.datasets.get', 'bigquery.datasets.update'],
  deletedMeanwhile: { code: 'policy-conflict' },
  seed: (gcp) => {
    gcp.projects.create(PROJECT);
    gcp.datasets.create(DAILY, { access: ENTRIES, description: 'by day', labels: { a: 'b' } });
  },
  shown: (gcp) => {
    const { etag: _, ...shown } = gcp.datasets.dataset(DAILY);
    return shown;
  },
  withIdentity: (before, userByEmail) => {
    const { access, ...others } = before as { readonly access: readonly AccessEntry[] };
    return { ...others, access: [...access, { role: 'READER', userByEmail }] };
  },
  holds: (gcp, identity) =>
    gcp.datasets.holds(DAILY, `serviceAccount:${identity}`, 'roles/bigquery.dataViewer'),
  // The etag is that of the whole dataset.
  touch: (gcp) => gcp.datasets.change(DAILY, { description: 'by night' }),
  forbid: (gcp, call) =>
    gcp.datasets.forbid(DAILY, `bigquery.datasets.${call === 'read' ? 'get' : 'setIamPolicy'}`),
  restrictSharing: (gcp) => gcp.datasets.restrictSharing(DAILY, () => false),
  crowd: (gcp) => {
    const access = gcp.datasets.access(DAILY);
    const people = crowd(1_497).map((userByEmail) => ({ role: 'READER', userByEmail }));
    gcp.datasets.change(DAILY, { access: [...access, ...people] });
  },
};

const READER = 'roles/storage.objectViewer';

export const FAMILIES: Readonly<Record<string, Family>> = {
  'a project': policyFamily('projects', PROJECT, 'roles/bigquery.jobUser', {
    key: `gcp-project/${PROJECT}`,
    specification: { kind: 'gcpProject', project: PROJECT, roles: ['roles/bigquery.jobUser'] },
    get: 'cloudresourcemanager.projects.getIamPolicy',
    set: 'cloudresourcemanager.projects.setIamPolicy',
    permissions: ['resourcemanager.projects.getIamPolicy', 'resourcemanager.projects.setIamPolicy'],
  }),
  'a bucket': policyFamily('buckets', 'acme-raw', READER, {
    key: 'gcp-bucket/acme-raw',
    specification: { kind: 'gcpBucket', bucket: 'acme-raw', roles: [READER] },
    get: 'storage.buckets.getIamPolicy',
    set: 'storage.buckets.setIamPolicy',
    permissions: ['storage.buckets.getIamPolicy', 'storage.buckets.setIamPolicy'],
  }),
  'a service account': policyFamily(
    'serviceAccounts',
    LOADER,
    'roles/iam.serviceAccountTokenCreator',
    {
      key: `gcp-service-account/${LOADER}`,
      specification: { kind: 'gcpImpersonate', serviceAccount: LOADER },
      get: 'iam.projects.serviceAccounts.getIamPolicy',
      set: 'iam.projects.serviceAccounts.setIamPolicy',
      permissions: ['iam.serviceAccounts.getIamPolicy', 'iam.serviceAccounts.setIamPolicy'],
    },
  ),
  'a dataset': dataset,
};
