import { projectOf } from '../../shared/rules/kinds.ts';

const MEMBER = filled('local.grant_access');
const READS = [
  'iam.serviceAccounts.getIamPolicy',
  'resourcemanager.projects.getIamPolicy',
  'storage.buckets.getIamPolicy',
];
const WRITES = ['iam.serviceAccounts.setIamPolicy', 'storage.buckets.setIamPolicy'];

/** Nothing but the two calls: Google's own roles that hold them hold much more. */
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
    },
  };
}

/** Projects, each with the only roles whose members may be changed there. */
export function onProjects(projects: ReadonlyMap<string, readonly string[]>, writes: boolean) {
  if (projects.size === 0) return {};
  const limits = [...projects].map(([project, roles]) => [project, onlyThese(roles)]);
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
    },
  };
}

function onlyThese(roles: readonly string[]): string {
  const list = roles.map((role) => `'${role}'`).join(', ');
  return `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list}])`;
}

/** Single service accounts, not all of their project. */
export function onServiceAccounts(accounts: readonly string[]) {
  if (accounts.length === 0) return {};
  return {
    google_service_account_iam_member: {
      target_service_accounts: {
        for_each: Object.fromEntries(accounts.map((account) => [account, projectOf(account)])),
        service_account_id: `projects/${filled('each.value')}/serviceAccounts/${filled('each.key')}`,
        role: filled('google_project_iam_custom_role.policies[each.value].name'),
        member: MEMBER,
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
    },
  };
}

/** For Terraform to fill in. */
function filled(expression: string): string {
  return `\${${expression}}`;
}
