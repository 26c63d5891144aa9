import { bigquery_v2 } from 'googleapis/build/src/apis/bigquery/v2.js';
import { cloudresourcemanager_v3 } from 'googleapis/build/src/apis/cloudresourcemanager/v3.js';
import { iam_v1 } from 'googleapis/build/src/apis/iam/v1.js';
import { storage_v1 } from 'googleapis/build/src/apis/storage/v1.js';
import type { GoogleEndpoints } from '../../runtime/config.ts';
import { targetOptions } from './google.ts';
import { calling } from './google-errors.ts';
import { everyPage } from './pages.ts';

/** The names of what is in a project, and of the projects that there are. */
export interface GoogleLists {
  projects(): Promise<readonly string[]>;
  serviceAccounts(project: string): Promise<readonly string[]>;
  buckets(project: string): Promise<readonly string[]>;
  datasets(project: string): Promise<readonly string[]>;
}

export function googleLists(endpoints: GoogleEndpoints): GoogleLists {
  const { projects } = new cloudresourcemanager_v3.Cloudresourcemanager(
    targetOptions('CLOUDRESOURCEMANAGER', endpoints),
  );
  const { serviceAccounts } = new iam_v1.Iam(targetOptions('IAM', endpoints)).projects;
  const { buckets } = new storage_v1.Storage(targetOptions('STORAGE', endpoints));
  const { datasets } = new bigquery_v2.Bigquery(targetOptions('BIGQUERY', endpoints));
  const asking = (method: string, project: string) => ({ method, resource: `projects/${project}` });
  return {
    projects: () =>
      calling({ method: 'resourcemanager.projects.get', resource: 'the projects' }, () =>
        everyPage(async (page) => {
          const { data } = await projects.search({ ...page });
          const active = (data.projects ?? []).filter(({ state }) => state === 'ACTIVE');
          return { names: active.map(({ projectId }) => projectId), next: data.nextPageToken };
        }),
      ),
    serviceAccounts: (project) =>
      calling(asking('iam.serviceAccounts.list', project), () =>
        everyPage(async (page) => {
          const { data } = await serviceAccounts.list({
            name: `projects/${project}`,
            pageSize: 100,
            ...page,
          });
          return {
            names: (data.accounts ?? []).map(({ email }) => email),
            next: data.nextPageToken,
          };
        }),
      ),
    buckets: (project) =>
      calling(asking('storage.buckets.list', project), () =>
        everyPage(async (page) => {
          const { data } = await buckets.list({ project, ...page });
          return { names: (data.items ?? []).map(({ name }) => name), next: data.nextPageToken };
        }),
      ),
    datasets: (projectId) =>
      calling(asking('bigquery.datasets.get', projectId), () =>
        everyPage(async (page) => {
          const { data } = await datasets.list({ projectId, all: true, ...page });
          const names = (data.datasets ?? []).map(({ datasetReference: one }) => one?.datasetId);
          return { names, next: data.nextPageToken };
        }),
      ),
  };
}
