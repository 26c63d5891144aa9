import { json } from '../../server.ts';
import type { Projects } from '../iam/projects.ts';
import type { Pages } from '../pages.ts';
import { absent, Refusal } from '../refusal.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Datasets } from './datasets.ts';
import { bad } from './entries.ts';
import type { Dataset, KeptDataset } from './kept-dataset.ts';

const PATH = '/bigquery/v2/projects/{project}/datasets';

/** Which permissions a call needs: what reads or writes the access list needs another than the rest. */
const READS: Readonly<Record<string, readonly string[]>> = {
  METADATA: ['get'],
  ACL: ['getIamPolicy'],
  FULL: ['get', 'getIamPolicy'],
};
const WRITES: Readonly<Record<string, readonly string[]>> = {
  UPDATE_METADATA: ['update'],
  UPDATE_ACL: ['setIamPolicy'],
  UPDATE_FULL: ['update', 'setIamPolicy'],
};

interface Place {
  readonly datasets: Datasets;
  readonly projects: Projects;
  readonly pages: Pages;
}

export function datasetRoutes(
  { datasets, projects, pages }: Place,
  now: () => Date,
): readonly Route[] {
  const name = (call: Call) => `${call.part('project')}:${call.part('dataset')}`;
  const reach = (call: Call, permissions: readonly string[] | undefined): KeptDataset => {
    if (permissions === undefined) throw bad('Invalid value for an enum.');
    // In a project that is not ours, what is not there and what is not ours look the same.
    if (!projects.has(call.part('project'))) throw denied('get', name(call));
    if (!datasets.has(name(call))) throw absent(`Not found: Dataset ${name(call)}`);
    for (const permission of permissions) {
      const full = `bigquery.datasets.${permission}`;
      if (datasets.lacks(name(call), full)) throw denied(permission, name(call));
    }
    return datasets.reach(name(call));
  };
  const version = (call: Call) => Number(call.query.get('accessPolicyVersion') ?? 0);
  return [
    route('bigquery.datasets.get', `GET ${PATH}/{dataset}`, (call) => {
      const view = call.query.get('datasetView') ?? 'FULL';
      return json(200, reach(call, READS[view]).read(version(call), view));
    }),
    route('bigquery.datasets.patch', `PATCH ${PATH}/{dataset}`, (call) => {
      const mode = call.query.get('updateMode') ?? 'UPDATE_FULL';
      const dataset = reach(call, WRITES[mode]);
      if (datasets.tooSoon(name(call), now())) throw tooFast();
      const ifMatch = call.headers['if-match'];
      const body = call.content<Dataset>();
      return json(200, dataset.patch({ body, ifMatch, version: version(call), mode }));
    }),
    route('bigquery.datasets.insert', `POST ${PATH}`, (call) => {
      const { datasetReference, ...body } = call.content<Dataset>();
      const { datasetId } = datasetReference as { readonly datasetId: string };
      const created = `${call.part('project')}:${datasetId}`;
      if (datasets.has(created)) {
        throw new Refusal(409, 'ALREADY_EXISTS', `Already Exists: Dataset ${created}`, 'duplicate');
      }
      datasets.create(created, { access: USUAL, ...body });
      return json(200, datasets.dataset(created));
    }),
    // Who may read which is not told here.
    route('bigquery.datasets.list', `GET ${PATH}`, (call) => {
      const project = call.part('project');
      if (!projects.has(project)) throw unlisted(project);
      const all = datasets.inProject(project);
      const { items, ...rest } = pages.cut(all, call, { parameter: 'maxResults', usual: 50 });
      const found = items.length > 0 && { datasets: items.map(listed) };
      return json(200, { kind: 'bigquery#datasetList', etag: 'list', ...found, ...rest });
    }),
  ];
}

/** What a dataset gets where nobody says who may do what. */
const USUAL = [
  { role: 'WRITER', specialGroup: 'projectWriters' },
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { role: 'READER', specialGroup: 'projectReaders' },
];

function listed(id: string) {
  const [projectId, datasetId] = id.split(/:(?=[^:]*$)/);
  const datasetReference = { projectId, datasetId };
  return { kind: 'bigquery#dataset', id, datasetReference, location: 'EU' };
}

function unlisted(project: string): Refusal {
  const message = `Access Denied: Project ${project}: User does not have bigquery.datasets.list permission in project ${project}.`;
  return new Refusal(403, 'PERMISSION_DENIED', message, 'accessDenied');
}

function denied(permission: string, name: string): Refusal {
  const message = `Access Denied: Dataset ${name}: Permission bigquery.datasets.${permission} denied on dataset ${name} (or it may not exist).`;
  return new Refusal(403, 'PERMISSION_DENIED', message, 'accessDenied');
}

function tooFast(): Refusal {
  return new Refusal(
    403,
    'PERMISSION_DENIED',
    'Exceeded rate limits: too many dataset metadata update operations for this dataset. ' +
      'For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
    'rateLimitExceeded',
  );
}
