import { projectOf } from '../../shared/rules/kinds.ts';

const MEMBER = filled('local.grant_access');
/** Looks at policies for whoever asks for a preview, and writes none. */
const READER = filled('local.operate');
const READS = [
  'bigquery.datasets.get',
  'bigquery.datasets.getIamPolicy',
  'iam.serviceAccounts.getIamPolicy',
  'resourcemanager.projects.getIamPolicy',
  'storage.buckets.getIamPolicy',
];
/** BigQuery asks for either of its two, as the project is set. */
const WRITES = [
  'bigquery.datasets.setIamPolicy',
  'bigquery.datasets.update',
  'iam.serviceAccounts.setIamPolicy',
  'storage.buckets.setIamPolicy',
];

/** Nothing but reading and writing access, and reading alone: Google's own roles hold much more. */
export function policiesRole(installation: string, writes: boolean) {
  return {
    google_project_iam_custom_role: {
      policies: {
        for_each: filled('local.role_projects'),
        project: filled('each.key'),
        role_id: `deploymentAuthorizer_${installation.replaceAll('-', '_')}`,
        title: `deployment-authorizer ${installation}`,
        description: 'Allow policies of what the access rules name as targets.',
        permissions: writes ? [...READS, ...WRITES] : READS,
      },
      reads: {
        for_each: filled('local.read_role_projects'),
        project: filled('each.key'),
        role_id: `deploymentAuthorizerReads_${installation.replaceAll('-', '_')}`,
        title: `deployment-authorizer ${installation}, reading`,
        description: 'Looking at the allow policies of what the access rules name as targets.',
        permissions: READS,
      },
    },
  };
}

/** Projects, each with the only roles whose members may be changed there. */
export function onProjects(projects: ReadonlyMap<string, readonly string[]>, writes: boolean) {
  if (projects.size === 0) return {};
  const limits = [...projects].map(([project, roles]) => [
    project,
    writes ? onlyThese(roles) : project,
  ]);
  const limited = {
    role: 'roles/resourcemanager.projectIamAdmin',
    condition: {
      title: 'only the roles of its targets',
      expression: filled('each.value'),
    },
  };
  return {
    google_project_iam_member: {
      target_projects: {
        for_each: Object.fromEntries(limits),
        project: filled('each.key'),
        member: MEMBER,
        ...(writes
          ? limited
          : { role: filled('google_project_iam_custom_role.policies[each.key].name') }),
      },
      read_projects: {
        for_each: Object.fromEntries([...projects.keys()].map((project) => [project, project])),
        project: filled('each.key'),
        member: READER,
        role: readRole('each.value'),
      },
    },
  };
}

function onlyThese(roles: readonly string[]): string {
  const list = roles.map((role) => `'${role}'`).join(', ');
  return `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list}])`;
}

const ACCOUNT = `projects/${filled('each.value')}/serviceAccounts/${filled('each.key')}`;

/** Single service accounts, not all of their project. */
export function onServiceAccounts(accounts: readonly string[]) {
  if (accounts.length === 0) return {};
  return {
    google_service_account_iam_member: {
      target_service_accounts: {
        for_each: Object.fromEntries(accounts.map((account) => [account, projectOf(account)])),
        service_account_id: ACCOUNT,
        role: filled('google_project_iam_custom_role.policies[each.value].name'),
        member: MEMBER,
      },
      read_service_accounts: {
        for_each: Object.fromEntries(accounts.map((account) => [account, projectOf(account)])),
        service_account_id: ACCOUNT,
        role: readRole('each.value'),
        member: READER,
      },
    },
  };
}

/** Single datasets, `<project>/<dataset>`, not all of their project. */
export function onDatasets(datasets: readonly string[]) {
  if (datasets.length === 0) return {};
  return {
    google_bigquery_dataset_iam_member: {
      target_datasets: {
        for_each: Object.fromEntries(datasets.map((name) => [name, name.split('/')])),
        project: filled('each.value[0]'),
        dataset_id: filled('each.value[1]'),
        role: filled('google_project_iam_custom_role.policies[each.value[0]].name'),
        member: MEMBER,
      },
      read_datasets: {
        for_each: Object.fromEntries(datasets.map((name) => [name, name.split('/')])),
        project: filled('each.value[0]'),
        dataset_id: filled('each.value[1]'),
        role: readRole('each.value[0]'),
        member: READER,
      },
    },
  };
}

/** Single buckets, not all of their project; which that is, the access rules do not say. */
export function onBuckets(buckets: readonly string[]) {
  if (buckets.length === 0) return {};
  return {
    google_storage_bucket_iam_member: {
      target_buckets: {
        for_each: filled('local.bucket_projects'),
        bucket: filled('each.key'),
        role: filled('google_project_iam_custom_role.policies[each.value].name'),
        member: MEMBER,
      },
      read_buckets: {
        for_each: filled('local.bucket_projects'),
        bucket: filled('each.key'),
        role: readRole('each.value'),
        member: READER,
      },
    },
  };
}

function readRole(project: string): string {
  return filled(`google_project_iam_custom_role.reads[${project}].name`);
}

/** For Terraform to fill in. */
function filled(expression: string): string {
  return `\${${expression}}`;
}
