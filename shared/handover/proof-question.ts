import type { Specification } from '../rules/specification.ts';

/** A question to Google whose answer tells whether what was given works. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly permissions?: readonly string[];
  /** In the answer, and not empty, where it works. */
  readonly field: 'permissions' | 'id';
}

/** By the beginning of a role's name, permissions of which its holders have at least one. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  'roles/bigquery.': ['bigquery.jobs.create', 'bigquery.datasets.get', 'bigquery.jobs.list'],
  'roles/storage.': ['storage.objects.get', 'storage.objects.create', 'storage.buckets.get'],
  'roles/pubsub.': ['pubsub.topics.publish', 'pubsub.subscriptions.consume', 'pubsub.topics.get'],
};
const ANY = ['resourcemanager.projects.get'];

/** Nothing to ask where a token alone is the proof: of an impersonation. */
export function googleQuestion(specification: Specification): Question | undefined {
  switch (specification.kind) {
    case 'gcpProject': {
      const project = part(specification.project);
      return {
        method: 'POST',
        url: `https://cloudresourcemanager.googleapis.com/v1/projects/${project}:testIamPermissions`,
        permissions: permissionsFor(specification.roles),
        field: 'permissions',
      };
    }
    case 'gcpBucket': {
      const query = permissionsFor(specification.roles, ['storage.objects.get'])
        .map((one) => `permissions=${part(one)}`)
        .join('&');
      return {
        method: 'GET',
        field: 'permissions',
        url: `https://storage.googleapis.com/storage/v1/b/${part(specification.bucket)}/iam/testPermissions?${query}`,
      };
    }
    case 'gcpDataset': {
      const { project, dataset } = specification;
      return {
        method: 'GET',
        field: 'id',
        url: `https://bigquery.googleapis.com/bigquery/v2/projects/${part(project)}/datasets/${part(dataset)}`,
      };
    }
    default:
      return undefined;
  }
}

function permissionsFor(roles: readonly string[], otherwise = ANY): readonly string[] {
  const known = Object.keys(USUAL).filter((prefix) =>
    roles.some((role) => role.startsWith(prefix)),
  );
  const usual = known.flatMap((prefix) => USUAL[prefix] ?? []);
  const covers = roles.every((role) => known.some((prefix) => role.startsWith(prefix)));
  return covers && usual.length > 0 ? usual : [...usual, ...otherwise];
}

function part(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
