import { Faults } from '../faults.ts';
import { serve } from '../server.ts';
import { EmulatorClock } from './clock.ts';
import { answer, type CallerOf } from './dispatch.ts';
import { EventBuses } from './events/buses.ts';
import { IamControl } from './iam/control.ts';
import { IamState } from './iam/state.ts';
import { Services } from './services.ts';
import { Queues } from './sqs/queues.ts';
import { Sts } from './sts.ts';

export interface AwsOptions {
  readonly port?: number;
  /** Whose the base credentials are: those that no session was given. */
  readonly account?: string;
  /** The role that the base credentials act as. */
  readonly role?: string;
  /** Access key ids whose account is another. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly partition?: string;
  readonly clock?: EmulatorClock;
}

/** IAM, STS, SQS and EventBridge at one URL, and their other sides, which tests hold. */
export interface AwsEmulator {
  readonly url: string;
  /** What points the standard SDK clients here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly faults: Faults;
  readonly clock: EmulatorClock;
  readonly iam: IamControl;
  readonly sts: Sts;
  readonly sqs: Queues;
  readonly events: EventBuses;
  close(): Promise<void>;
}

export async function startAws(options: AwsOptions = {}): Promise<AwsEmulator> {
  const { account = '999988887777', region = 'eu-west-1', partition = 'aws' } = options;
  const clock = options.clock ?? new EmulatorClock();
  const state = new IamState(partition, clock);
  const iam = new IamControl(state, account);
  const sts = new Sts(state);
  const sqs = new Queues({ account, region, partition }, clock);
  const events = new EventBuses({ account, region, partition }, sqs);
  const faults = new Faults();
  const closing = new AbortController();
  const services = new Services({ state, iam, sts, sqs, events, closing: closing.signal });
  const base = baseCallers(options, account, partition, iam);
  const server = await serve((request) => answer(request, services, faults, base), options.port);
  sqs.url = server.url;
  const close = () => {
    closing.abort();
    return server.close();
  };
  const environment = {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIALOCAL',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  return { url: server.url, environment, faults, clock, iam, sts, sqs, events, close };
}

/** The role that calls with base credentials, in whichever account they belong to. */
function baseCallers(
  { role = 'deployment-authorizer', accounts = {} }: AwsOptions,
  home: string,
  partition: string,
  iam: IamControl,
): CallerOf {
  const arn = (account: string) => `arn:${partition}:iam::${account}:role/${role}`;
  for (const account of [home, ...Object.values(accounts)]) iam.addPrincipal(arn(account));
  return (accessKeyId) => {
    const account = accounts[accessKeyId ?? ''] ?? home;
    return {
      account,
      principal: arn(account),
      arn: `arn:${partition}:sts::${account}:assumed-role/${role}/local`,
      userId: `${iam.principalId(arn(account)) ?? iam.orphanId()}:local`,
    };
  };
}
