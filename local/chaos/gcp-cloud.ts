import { UnknownTargetError } from '../../shared/cloud/errors.ts';
import { allowPolicy } from '../../shared/cloud/gcp/allow-policies.ts';
import type { OpenTarget } from '../../shared/cloud/target.ts';
import { type Clouds, cloudRoutes, createClouds } from '../gcp/clouds.ts';
import { dispatch } from '../gcp/dispatch.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import type { Answer } from '../server.ts';
import { bindingsOf, datasetName, setBindings } from './dataset-bindings.ts';
import { datasetTarget } from './dataset-target.ts';
import { familyOf, nameIn, type Way, waysTo } from './gcp-ways.ts';
import { cloudFault } from './port-faults.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Worker, Workers } from './workers.ts';

/** Told of each write to a policy, by its target's key. */
export type PolicyWatcher = (
  worker: Worker | undefined,
  targetKey: string,
  before: Policy,
  after: Policy,
) => void;

export interface GcpCloud {
  readonly clouds: Clouds;
  policy(targetKey: string): Policy;
  /** As somebody else writes it. */
  setPolicy(targetKey: string, policy: Policy): void;
  holds(targetKey: string, role: string, member: string): boolean;
  /** Whether a policy can name this service account by now. */
  isVisible(email: string): boolean;
  open(installation: string): OpenTarget;
}

/** One call to Google about this target, and what its client makes of the answer. */
export type CallGoogle = (targetKey: string, way: Way) => Promise<Record<string, unknown>>;

/** The emulated Google Cloud in this process, behind the two calls that the product's targets make. */
export function openGcp(clock: VirtualClock, workers: Workers, watch: PolicyWatcher): GcpCloud {
  const clouds = createClouds(() => clock.now());
  const routes = cloudRoutes(clouds, 'deployment-authorizer', () => clock.now());
  const { faults } = clouds;
  const send = ({ method, path, query, headers = {}, body }: Way): Answer => {
    const request = {
      ...{ method, path, query: new URLSearchParams(query), headers },
      body: body === undefined ? '' : JSON.stringify(body),
    };
    return dispatch(request, routes, faults, () => {});
  };
  const policies = policiesOf(clouds);

  async function call(targetKey: string, way: Way): Promise<Record<string, unknown>> {
    const { worker } = workers;
    const writes = way.method !== 'GET' && !way.operation.endsWith('getIamPolicy');
    const carryOut = async () => {
      if (!writes) return send(way);
      const before = policies.policy(targetKey);
      const answered = send(way);
      const after = policies.policy(targetKey);
      if (after.etag !== before.etag) watch(worker, targetKey, before, after);
      return answered;
    };
    const answered = await workers.call({
      ...{ port: 'cloud', writes, carryOut },
      fail: (flavour, after) => {
        faults.inject(cloudFault('gcp', way.operation, flavour, after));
        return carryOut();
      },
    });
    return read(answered);
  }

  return {
    ...{ clouds, ...policies },
    isVisible: (email) => {
      const account = clouds.serviceAccounts.find(email);
      return account !== undefined && account.visibleAt <= clock.now().getTime();
    },
    open: (installation) => (key) =>
      familyOf(key) === 'gcp-dataset'
        ? datasetTarget(key, installation, call)
        : allowPolicy(callsFor(key, call), installation),
  };
}

function policiesOf({ projects, buckets, serviceAccounts, datasets }: Clouds) {
  const kinds: Readonly<Record<string, typeof projects | typeof buckets | typeof serviceAccounts>> =
    {
      'gcp-project': projects,
      'gcp-bucket': buckets,
      'gcp-service-account': serviceAccounts,
    };
  const isDataset = (key: string) => familyOf(key) === 'gcp-dataset';
  const kindOf = (key: string) => {
    const kind = kinds[familyOf(key)];
    if (kind === undefined) throw new UnknownTargetError(`no target has the key ${key}`);
    return kind;
  };
  return {
    policy: (key: string): Policy =>
      isDataset(key) ? bindingsOf(datasets, key) : kindOf(key).policy(nameIn(key)),
    setPolicy: (key: string, next: Policy): void => {
      if (isDataset(key)) setBindings(datasets, key, next);
      else kindOf(key).setPolicy(nameIn(key), next);
    },
    holds: (key: string, role: string, member: string): boolean =>
      isDataset(key)
        ? datasets.holds(datasetName(key), member, role)
        : kindOf(key).holds(nameIn(key), member, role),
  };
}

function callsFor(targetKey: string, call: CallGoogle): Parameters<typeof allowPolicy>[0] {
  const way = waysTo(targetKey);
  return {
    resource: nameIn(targetKey),
    ...{ getMethod: way.get.operation, setMethod: way.set({}).operation },
    get: () => call(targetKey, way.get),
    set: async (policy) => {
      await call(targetKey, way.set(policy));
    },
  };
}

/** As Google's client shows an answer. */
function read({ status, body = '' }: Answer): Record<string, unknown> {
  const content = JSON.parse(body);
  if (status < 300) return content;
  const message = String(content.error?.message ?? 'refused');
  throw Object.assign(new Error(message), { status, code: status });
}
