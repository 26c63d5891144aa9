import { Faults } from '../faults.ts';
import { Datasets } from './bigquery/datasets.ts';
import { datasetRoutes } from './bigquery/routes.ts';
import { Firestore } from './firestore/documents.ts';
import { firestoreRoutes } from './firestore/routes.ts';
import { Accounts } from './iam/accounts.ts';
import { Buckets, bucketRoutes } from './iam/buckets.ts';
import { Projects, projectRoutes } from './iam/projects.ts';
import { ServiceAccounts, serviceAccountRoutes } from './iam/service-accounts.ts';
import { Pages } from './pages.ts';
import { PubSub } from './pubsub/pubsub.ts';
import { pubsubRoutes } from './pubsub/routes.ts';
import type { Route } from './routes.ts';
import { Secrets, secretRoutes } from './secrets.ts';

/** The state of each service, and what a test can do to it in process. */
export interface Clouds {
  readonly faults: Faults;
  readonly projects: Projects;
  readonly serviceAccounts: ServiceAccounts;
  readonly buckets: Buckets;
  readonly datasets: Datasets;
  readonly firestore: Firestore;
  readonly pubsub: PubSub;
  readonly secrets: Secrets;
  readonly pages: Pages;
}

/** What can be the object of a role, by project id, bucket name, dataset or service account address. */
export type Resource =
  | { readonly project: string }
  | { readonly bucket: string }
  | { readonly project: string; readonly dataset: string }
  | { readonly serviceAccount: string };

export function createClouds(now: () => Date): Clouds {
  const accounts = new Accounts(now);
  return {
    faults: new Faults(),
    projects: new Projects(accounts),
    serviceAccounts: new ServiceAccounts(accounts),
    buckets: new Buckets(accounts),
    datasets: new Datasets(accounts),
    firestore: new Firestore(now),
    pubsub: new PubSub(now),
    secrets: new Secrets(),
    pages: new Pages(),
  };
}

export function cloudRoutes(clouds: Clouds, caller: string, now: () => Date): readonly Route[] {
  return [
    ...projectRoutes(clouds.projects, clouds.pages),
    ...serviceAccountRoutes(clouds.serviceAccounts, clouds.projects, clouds.pages),
    ...bucketRoutes(clouds, caller, now),
    ...datasetRoutes(clouds, now),
    ...secretRoutes(clouds.secrets),
    ...firestoreRoutes(clouds.firestore),
    ...pubsubRoutes(clouds.pubsub),
  ];
}

export function holds(clouds: Clouds, member: string, role: string, resource: Resource): boolean {
  if ('dataset' in resource) {
    const { project, dataset } = resource;
    return clouds.datasets.holds(`${project}:${dataset}`, member, role);
  }
  if ('project' in resource) return clouds.projects.holds(resource.project, member, role);
  if ('bucket' in resource) return clouds.buckets.holds(resource.bucket, member, role);
  return clouds.serviceAccounts.holds(resource.serviceAccount, member, role);
}
