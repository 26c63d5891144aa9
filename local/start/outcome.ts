import { digest } from '../../shared/runtime/json.ts';
import { deploymentMessage, type Message } from '../../shared/slack/message.ts';
import { viewOf } from '../../shared/stories/notify/view-of.ts';
import type { House } from '../house.ts';
import type { Started } from './deployments.ts';
import { policyOf } from './policies.ts';

export interface ShownDeployment {
  readonly name: string;
  readonly cloud: 'aws' | 'gcp';
  readonly state: string;
  /** Slack shows what the record says. */
  readonly told: boolean;
  readonly accesses: readonly {
    readonly target: string;
    readonly state: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly message: Message | null;
}

export interface Outcome {
  readonly deployments: readonly ShownDeployment[];
  /** How often each operation of each cloud was called. */
  readonly cloudCalls: Readonly<Record<string, number>>;
}

export async function describeOutcome(house: House, started: readonly Started[]): Promise<Outcome> {
  const messages = await house.slack.messages();
  const inSlack = new Set(messages.map(({ ts }) => ts));
  const deployments = await Promise.all(started.map((one) => describe(house, one, inSlack)));
  return { deployments, cloudCalls: callsOf(house) };
}

async function describe(
  house: House,
  { id, sample, namespace, before }: Started,
  inSlack: ReadonlySet<string>,
): Promise<ShownDeployment> {
  const { name, cloud } = sample;
  const record = house.record[cloud];
  const view = await viewOf(id, { record, rules: house.rules });
  const message = view === undefined ? null : deploymentMessage(view);
  const told = (await record.messages.get(id))?.item;
  const accesses = (view?.accesses ?? []).map(({ target, state }) => ({
    target,
    state,
    before,
    after: policyOf(house, target, namespace),
  }));
  return {
    name,
    cloud,
    state: view === undefined ? 'pending' : stateOf(accesses.map(({ state }) => state)),
    told: message !== null && inSlack.has(told?.ts ?? '') && told?.shown === digest(message),
    accesses,
    message,
  };
}

/** Granted where all of it is; else what the first that is not has come to. */
function stateOf(states: readonly string[]): string {
  if (states.length === 0) return 'nothing';
  return states.find((state) => state !== 'granted') ?? 'granted';
}

function callsOf({ aws, gcp }: House): Readonly<Record<string, number>> {
  return Object.fromEntries([...aws.faults.calls, ...gcp.faults.calls].sort());
}
