import { json } from '../../server.ts';
import { absent, Refusal } from '../refusal.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Accounts } from './accounts.ts';
import type { Policy } from './bindings.ts';
import { bucketFlavour } from './flavours.ts';
import { type PolicyCall, PolicyResources } from './resources.ts';

export class Buckets extends PolicyResources {
  constructor(accounts: Accounts) {
    super('buckets', accounts, bucketFlavour);
  }

  create(name: string, policy?: Policy): void {
    this.add(name, policy);
  }

  delete(name: string): void {
    this.remove(name);
  }
}

const PATH = '/storage/v1/b/{bucket}';

export function bucketRoutes(buckets: Buckets, caller: string, now: () => Date): readonly Route[] {
  const reach = (call: Call, name: PolicyCall) => {
    const bucket = call.part('bucket');
    if (!buckets.has(bucket)) throw absent('The specified bucket does not exist.');
    const message =
      `${caller} does not have storage.buckets.${name} access to the Google Cloud Storage bucket. ` +
      `Permission 'storage.buckets.${name}' denied on resource (or it may not exist).`;
    return buckets.reach(bucket, name, message);
  };
  const shown = (call: Call, policy: Policy) => ({
    kind: 'storage#policy',
    resourceId: `projects/_/buckets/${call.part('bucket')}`,
    ...policy,
  });
  return [
    route('storage.buckets.getIamPolicy', `GET ${PATH}/iam`, (call) => {
      const version = Number(call.query.get('optionsRequestedPolicyVersion') ?? 0);
      return json(200, shown(call, reach(call, 'getIamPolicy').read(version)));
    }),
    route('storage.buckets.setIamPolicy', `PUT ${PATH}/iam`, (call) => {
      const policy = reach(call, 'setIamPolicy');
      if (buckets.tooSoon(call.part('bucket'), now())) throw tooFast(call.part('bucket'));
      return json(200, shown(call, policy.write(call.content<Policy>())));
    }),
    route('storage.buckets.get', `GET ${PATH}`, (call) => {
      reach(call, 'get');
      return json(200, {
        kind: 'storage#bucket',
        id: call.part('bucket'),
        name: call.part('bucket'),
      });
    }),
  ];
}

function tooFast(bucket: string): Refusal {
  return new Refusal(
    429,
    'RESOURCE_EXHAUSTED',
    `The rate of change requests to the bucket ${bucket} exceeds the rate limit. ` +
      'Please reduce the rate of create, update, and delete requests.',
  );
}
