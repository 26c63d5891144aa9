import { STSClient } from '@aws-sdk/client-sts';
import { iamAccounts } from '../../shared/cloud/aws/accounts.ts';
import { openAwsTarget } from '../../shared/cloud/aws/open-target.ts';
import type { OpenTarget } from '../../shared/cloud/target.ts';
import { answer } from '../aws/dispatch.ts';
import { EventBuses } from '../aws/events/buses.ts';
import { IamControl } from '../aws/iam/control.ts';
import type { Role } from '../aws/iam/role.ts';
import { IamState } from '../aws/iam/state.ts';
import { Services } from '../aws/services.ts';
import { Queues } from '../aws/sqs/queues.ts';
import { Sts } from '../aws/sts.ts';
import { Faults } from '../faults.ts';
import type { Answer } from '../server.ts';
import { cloudFault } from './port-faults.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Worker, Workers } from './workers.ts';

export const ACCOUNT = '999988887777';
const CALLER = `arn:aws:iam::${ACCOUNT}:role/deployment-authorizer`;

/** Told of each write to a role, with the role before and after. */
export type RoleWatcher = (
  worker: Worker | undefined,
  before: Role | undefined,
  after: Role | undefined,
) => void;

export interface AwsCloud {
  readonly state: IamState;
  readonly iam: IamControl;
  role(name: string): Role | undefined;
  open(installation: string): OpenTarget;
}

/** The emulated IAM in this process: the SDK's clients reach it without a wire. */
export function openAws(clock: VirtualClock, workers: Workers, watch: RoleWatcher): AwsCloud {
  const state = new IamState('aws', clock);
  const iam = new IamControl(state, ACCOUNT);
  const role = (name: string) => state.roles.current(ACCOUNT, name);
  const services = servicesOver(state, iam, clock);
  const userId = `${iam.addPrincipal(CALLER)}:local`;
  const caller = { account: ACCOUNT, principal: CALLER, arn: CALLER, userId };
  const faults = new Faults();

  async function send(body: string): Promise<Answer> {
    const name = new URLSearchParams(body).get('RoleName') ?? '';
    const { worker } = sending;
    const before = role(name);
    const request = { method: 'POST', path: '/', query: NO_QUERY, headers: {}, body };
    const answered = await answer(request, services, faults, () => caller);
    if (role(name) !== before) watch(worker, before, role(name));
    return answered;
  }
  const sending: { worker: Worker | undefined } = { worker: undefined };

  const requestHandler = {
    handle: async ({ body }: { readonly body?: unknown }) => {
      const text = String(body ?? '');
      const { worker } = workers;
      const carryOut = () => {
        sending.worker = worker;
        return send(text);
      };
      const answered = await workers.call({
        port: 'cloud',
        writes: !/^(Get|List)/.test(new URLSearchParams(text).get('Action') ?? ''),
        carryOut,
        fail: (flavour, after) => {
          const operation = `iam:${new URLSearchParams(text).get('Action')}`;
          faults.inject(cloudFault('aws', operation, flavour, after));
          return carryOut();
        },
      });
      return { response: wired(answered) };
    },
  };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { endpoint: 'http://127.0.0.1', region: 'eu-west-1', credentials, requestHandler };
  const options = {
    ...{ ownAccount: ACCOUNT, memberRole: 'deployment-authorizer', client },
    clock: { now: () => clock.now(), sleep: (milliseconds: number) => workers.sleep(milliseconds) },
  };
  // Each process keeps clients and quotas of its own.
  const open = (installation: string) =>
    openAwsTarget(iamAccounts({ ...options, sts: new STSClient(client) }), installation, 'aws');
  return { state, iam, role, open };
}

const NO_QUERY = new URLSearchParams();

function servicesOver(state: IamState, iam: IamControl, clock: VirtualClock): Services {
  const place = { account: ACCOUNT, region: 'eu-west-1', partition: 'aws' };
  const sqs = new Queues(place, clock);
  const events = new EventBuses(place, sqs);
  const closing = new AbortController().signal;
  return new Services({ state, iam, sts: new Sts(state), sqs, events, closing });
}

function wired({ status, headers, body = '' }: Answer) {
  return { statusCode: status, headers: { ...headers }, body: new TextEncoder().encode(body) };
}
