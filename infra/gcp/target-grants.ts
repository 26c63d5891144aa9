import type { AccessRules, Target } from '../../shared/rules/access-rules.ts';
import { projectOf } from '../../shared/rules/kinds.ts';
import { onBuckets, onDatasets, onProjects, onServiceAccounts, policiesRole } from './resources.ts';

/** `hasOnly` takes so many roles; two lists would refuse a write that touches roles of both. */
const ROLES = 10;

/**
 * What `grant-access` may do to allow policies, as Terraform's JSON, from the targets alone: no
 * rule widens it. An installation that previews only gets permissions that read, as `operate` does
 * in any.
 */
export function targetGrants({ targets, installation, mode, endpoints }: AccessRules) {
  const all = Object.values(targets);
  const projects = rolesByProject(all);
  const accounts = distinct(
    all.flatMap((one) => (one.kind === 'gcpImpersonate' ? [one.serviceAccount] : [])),
  );
  const buckets = distinct(all.flatMap((one) => (one.kind === 'gcpBucket' ? [one.bucket] : [])));
  const datasets = distinct(
    all.flatMap((one) => (one.kind === 'gcpDataset' ? [`${one.project}/${one.dataset}`] : [])),
  );
  const writes = mode !== 'preview';
  const holders = [...accounts.map(projectOf), ...datasets.map((name) => name.split('/')[0] ?? '')];
  return {
    locals: {
      installation,
      endpoints,
      // Where the custom roles have to be: a project's can be given on what is in it, no further.
      target_projects: distinct([...(writes ? [] : projects.keys()), ...holders]),
      read_projects: distinct([...projects.keys(), ...holders]),
      target_buckets: buckets,
    },
    resource: {
      ...policiesRole(installation, writes),
      ...onProjects(projects, writes),
      ...onServiceAccounts(accounts),
      ...onDatasets(datasets),
      ...onBuckets(buckets),
    },
  };
}

function rolesByProject(targets: readonly Target[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const target of targets) {
    if (target.kind !== 'gcpProject') continue;
    found.set(target.project, distinct([...(found.get(target.project) ?? []), ...target.roles]));
  }
  for (const [project, roles] of found) {
    if (roles.length <= ROLES) continue;
    throw new Error(
      `project ${project}: its targets give ${roles.length} roles, and Google limits a grantor to a list of ${ROLES}; put several permissions into one custom role`,
    );
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
