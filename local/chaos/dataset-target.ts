import { calling } from '../../shared/cloud/gcp/google-errors.ts';
import type { Target } from '../../shared/cloud/target.ts';
import type { AccessEntry, DatasetAccess } from '../../shared/policy/dataset-access.ts';
import { planDatasetAccess } from '../../shared/policy/plan-dataset-access.ts';
import { whereEntered, whereEnteredAsDeleted } from '../../shared/policy/where-bound.ts';
import type { CallGoogle } from './gcp-cloud.ts';
import { nameIn, waysToDataset } from './gcp-ways.ts';

const MEMBERS = 1_500;

/** A dataset as the product opens it, with its calls made here: BigQuery's client needs a wire. */
export function datasetTarget(
  targetKey: string,
  installation: string,
  call: CallGoogle,
): Target<DatasetAccess> {
  const ways = waysToDataset(targetKey);
  const attempt = (method: string) => ({ method, resource: nameIn(targetKey) });
  return {
    read: () =>
      calling(attempt(ways.get.operation), async () => {
        const { etag, access = [] } = await call(targetKey, ways.get);
        return { etag: String(etag), access: access as readonly AccessEntry[] };
      }),
    plan: (current, claims, rejected) =>
      planDatasetAccess(current, claims, { installation, rejected, quota: MEMBERS }),
    quota: () => MEMBERS,
    whereNamed: whereEntered,
    whereDeleted: whereEnteredAsDeleted,
    write: (_current, wanted) =>
      calling(attempt('bigquery.datasets.patch'), async () => {
        await call(targetKey, ways.set(wanted));
      }),
  };
}
