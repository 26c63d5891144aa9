import { bigquery_v2 } from 'googleapis/build/src/apis/bigquery/v2.js';
import type { AccessEntry, DatasetAccess } from '../../policy/dataset-access.ts';
import { planDatasetAccess } from '../../policy/plan-dataset-access.ts';
import { whereEntered, whereEnteredAsDeleted } from '../../policy/where-bound.ts';
import type { GoogleEndpoints } from '../../runtime/config.ts';
import { TransientError } from '../errors.ts';
import type { Target } from '../target.ts';
import { targetOptions } from './google.ts';
import { calling } from './google-errors.ts';
import type { Attempt } from './google-meanings.ts';

/** BigQuery keeps a dataset's access list as an allow policy, which holds so many members. */
const MEMBERS = 1_500;

/** Opens the access list of the dataset that is named `<project>/<dataset>`. */
export function datasetTargets(
  endpoints: GoogleEndpoints,
  installation: string,
): (name: string) => Target<DatasetAccess> {
  const { datasets } = new bigquery_v2.Bigquery(targetOptions('BIGQUERY', endpoints));
  return (name) => {
    const [projectId = '', datasetId = ''] = name.split('/');
    // Less than 3 hides the conditions, and refuses a list that has some.
    const dataset = { projectId, datasetId, accessPolicyVersion: 3 };
    const resource = `projects/${projectId}/datasets/${datasetId}`;
    const attempt = (method: string): Attempt => ({ method, resource });
    return {
      read: () =>
        calling(attempt('bigquery.datasets.get'), async () => {
          // The view ACL would need less, and is not promised to have the etag.
          const { data } = await datasets.get({ ...dataset, datasetView: 'FULL' });
          return accessOf(data, resource);
        }),
      plan: (current, claims, rejected) =>
        planDatasetAccess(current, claims, { installation, rejected, quota: MEMBERS }),
      quota: () => MEMBERS,
      whereNamed: whereEntered,
      whereDeleted: whereEnteredAsDeleted,
      write: (_current, { etag, access }) =>
        calling(attempt('bigquery.datasets.update'), async () => {
          const requestBody = { access: [...access] as Entries };
          const options = { headers: { 'If-Match': etag } };
          await datasets.patch({ ...dataset, updateMode: 'UPDATE_ACL', requestBody }, options);
        }),
    };
  };
}

type Entries = NonNullable<bigquery_v2.Schema$Dataset['access']>;

/** Without its etag a list is not one to write upon: BigQuery would overwrite whatever is there. */
function accessOf({ etag, access }: bigquery_v2.Schema$Dataset, resource: string): DatasetAccess {
  if (!etag) throw new TransientError(`bigquery.datasets.get on ${resource} answered no etag`);
  return { etag, access: (access ?? []) as readonly AccessEntry[] };
}
