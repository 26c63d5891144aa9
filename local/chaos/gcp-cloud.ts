import { UnknownTargetError } from '../../shared/cloud/errors.ts';
import { allowPolicy, type PolicyCalls } from '../../shared/cloud/gcp/allow-policies.ts';
import type { OpenTarget } from '../../shared/cloud/target.ts';
import type { AllowPolicy } from '../../shared/policy/allow-policy.ts';
import { type Clouds, cloudRoutes, createClouds } from '../gcp/clouds.ts';
import { dispatch } from '../gcp/dispatch.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import type { Answer } from '../server.ts';
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

interface Way {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
}

/** The emulated Google Cloud in this process, behind the two calls that the product's targets make. */
export function openGcp(clock: VirtualClock, workers: Workers, watch: PolicyWatcher): GcpCloud {
  const clouds = createClouds(() => clock.now());
  const routes = cloudRoutes(clouds, 'deployment-authorizer', () => clock.now());
  const { faults } = clouds;
  const send = ({ method, path, query, body }: Way): Answer => {
    const request = {
      ...{ method, path, query: new URLSearchParams(query), headers: {} },
      body: body === undefined ? '' : JSON.stringify(body),
    };
    return dispatch(request, routes, faults, () => {});
  };

  async function call(targetKey: string, way: Way): Promise<AllowPolicy> {
    const { worker } = workers;
    const carryOut = async () => {
      const before = policy(targetKey);
      const answered = send(way);
      const after = policy(targetKey);
      if (after.etag !== before.etag) watch(worker, targetKey, before, after);
      return answered;
    };
    const answered = await workers.call({
      port: 'cloud',
      carryOut,
      fail: (flavour, after) => {
        faults.inject(cloudFault('gcp', way.operation, flavour, after));
        return carryOut();
      },
    });
    return read(answered);
  }

  const [kinds, policy] = [kindsOf(clouds), (key: string) => kindOf(key).policy(nameIn(key))];
  const kindOf = (key: string) => {
    const kind = kinds[familyOf(key)];
    if (kind === undefined) throw new UnknownTargetError(`no target has the key ${key}`);
    return kind;
  };
  return {
    clouds,
    policy,
    setPolicy: (key, next) => kindOf(key).setPolicy(nameIn(key), next),
    isVisible: (email) => {
      const account = clouds.serviceAccounts.find(email);
      return account !== undefined && account.visibleAt <= clock.now().getTime();
    },
    holds: (key, role, member) => kindOf(key).holds(nameIn(key), member, role),
    open: (installation) => (key) => allowPolicy(callsFor(key, call), installation),
  };
}

function kindsOf({ projects, buckets, serviceAccounts }: Clouds) {
  const kinds: Readonly<Record<string, typeof projects | typeof buckets | typeof serviceAccounts>> =
    {
      'gcp-project': projects,
      'gcp-bucket': buckets,
      'gcp-service-account': serviceAccounts,
    };
  return kinds;
}

function callsFor(
  targetKey: string,
  call: (targetKey: string, way: Way) => Promise<AllowPolicy>,
): PolicyCalls {
  const [resource, way] = [nameIn(targetKey), waysTo(targetKey)];
  return {
    resource,
    ...{ getMethod: way.get.operation, setMethod: way.set({}).operation },
    get: () => call(targetKey, way.get),
    set: async (policy) => {
      await call(targetKey, way.set(policy));
    },
  };
}

function waysTo(targetKey: string): { get: Way; set: (policy: AllowPolicy) => Way } {
  const name = nameIn(targetKey);
  const version = { options: { requestedPolicyVersion: 3 } };
  if (familyOf(targetKey) === 'gcp-bucket') {
    const path = `/storage/v1/b/${name}/iam`;
    const query = 'optionsRequestedPolicyVersion=3';
    return {
      get: { operation: 'storage.buckets.getIamPolicy', method: 'GET', path, query },
      set: (body) => ({ operation: 'storage.buckets.setIamPolicy', method: 'PUT', path, body }),
    };
  }
  const project = familyOf(targetKey) === 'gcp-project';
  const kind = project ? 'cloudresourcemanager.projects' : 'iam.projects.serviceAccounts';
  const path = project ? `/v3/projects/${name}` : `/v1/projects/-/serviceAccounts/${name}`;
  const ways = (method: string) => ({
    operation: `${kind}.${method}`,
    ...{ method: 'POST', path: `${path}:${method}` },
  });
  return {
    get: project
      ? { ...ways('getIamPolicy'), body: version }
      : { ...ways('getIamPolicy'), query: 'options.requestedPolicyVersion=3' },
    set: (policy) => ({ ...ways('setIamPolicy'), body: { policy } }),
  };
}

/** As Google's client shows an answer. */
function read({ status, body = '' }: Answer): AllowPolicy {
  const content = JSON.parse(body);
  if (status < 300) return content;
  const message = String(content.error?.message ?? 'refused');
  throw Object.assign(new Error(message), { status, code: status });
}

function familyOf(targetKey: string): string {
  return targetKey.slice(0, targetKey.indexOf('/'));
}

function nameIn(targetKey: string): string {
  return targetKey.slice(targetKey.indexOf('/') + 1);
}
