import type { IamControl } from '../aws/iam/control.ts';
import type { Clouds } from '../gcp/clouds.ts';
import type { Focus } from './focus.ts';
import { SMALL } from './fullness.ts';
import { BUCKET, DATASET, LOADER, PROJECT } from './grants.ts';
import { POLICIES, SHARED } from './rules.ts';

/** What is in both clouds before anybody comes. */
export function furnish(
  iam: IamControl,
  { projects, buckets, serviceAccounts, datasets }: Clouds,
  { full }: Focus,
): void {
  iam.setQuota({ trustPolicySize: full ? SMALL : 20_000 });
  for (const arn of POLICIES) iam.addPolicy(arn);
  for (const arn of SHARED) {
    iam.createRole({ arn, trust: { Version: '2012-10-17', Statement: [NIGHTLY] } });
  }
  const bindings = [{ role: 'roles/storage.admin', members: [`group:${DATA}`] }];
  projects.create(PROJECT, { bindings: full ? [...bindings, crowd()] : bindings });
  datasets.create(`${PROJECT}:${DATASET}`, { access: [{ role: 'OWNER', groupByEmail: DATA }] });
  buckets.create(BUCKET, { bindings });
  serviceAccounts.create(LOADER, { policy: { bindings } });
}

const NIGHTLY = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;

const DATA = 'data@acme.example';

/** Nearly as many as an allow policy holds. */
function crowd() {
  const members = Array.from({ length: 1_492 }, (_, place) => `user:u${place}@acme.example`);
  return { role: 'roles/browser', members };
}
