import { json } from '../../server.ts';
import type { Pages } from '../pages.ts';
import { absent, denied, Refusal } from '../refusal.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Accounts } from './accounts.ts';
import type { Policy } from './bindings.ts';
import { bucketFlavour } from './flavours.ts';
import type { Projects } from './projects.ts';
import { type PolicyCall, PolicyResources } from './resources.ts';

export class Buckets extends PolicyResources {
  readonly #projects = new Map<string, string>();

  constructor(accounts: Accounts) {
    super('buckets', accounts, bucketFlavour);
  }

  /** A bucket's name does not tell its project: what lists buckets must be told. */
  create(name: string, policy?: Policy, project?: string): void {
    this.add(name, policy);
    if (project !== undefined) this.#projects.set(name, project);
  }

  inProject(project: string): readonly string[] {
    const own = this.names().filter((name) => this.#projects.get(name) === project);
    return own.toSorted();
  }

  delete(name: string): void {
    this.remove(name);
  }
}

const LIST = '/storage/v1/b';
const PATH = `${LIST}/{bucket}`;

interface Place {
  readonly buckets: Buckets;
  readonly projects: Projects;
  readonly pages: Pages;
}

export function bucketRoutes(
  { buckets, projects, pages }: Place,
  caller: string,
  now: () => Date,
): readonly Route[] {
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
      return json(200, resource(call.part('bucket')));
    }),
    route('storage.buckets.list', `GET ${LIST}`, (call) => {
      const project = call.query.get('project') ?? '';
      if (!projects.has(project)) throw denied(refusedList(caller));
      const all = buckets.inProject(project);
      const { items, ...rest } = pages.cut(all, call, { parameter: 'maxResults', usual: 1_000 });
      const found = items.length > 0 && { items: items.map(resource) };
      return json(200, { kind: 'storage#buckets', ...found, ...rest });
    }),
  ];
}

function resource(name: string) {
  return { kind: 'storage#bucket', id: name, name };
}

function refusedList(caller: string): string {
  return (
    `${caller} does not have storage.buckets.list access to the Google Cloud project. ` +
    "Permission 'storage.buckets.list' denied on resource (or it may not exist)."
  );
}

function tooFast(bucket: string): Refusal {
  return new Refusal(
    429,
    'RESOURCE_EXHAUSTED',
    `The rate of change requests to the bucket ${bucket} exceeds the rate limit. ` +
      'Please reduce the rate of create, update, and delete requests.',
  );
}
