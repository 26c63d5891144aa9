import type { LogLine } from '../local/child.ts';
import { type House, openHouse } from '../local/house.ts';
import { WORKSPACE } from '../local/samples.ts';
import { showIdentity } from '../local/start/deployments.ts';
import { type Burst, bursts, seed } from './estate.ts';

type Cloud = Burst['cloud'];

/** What one Deployment of the burst came to; times are in seconds from its event. */
export interface Measured {
  readonly cloud: Cloud;
  readonly granted: number | undefined;
  /** Its principal can assume or act, by the cloud's own decision. */
  readonly works: boolean;
  readonly messages: number;
}

export interface Run {
  readonly deployments: readonly Measured[];
  /** Of the clouds' IAM, by operation, until nothing was left to do. */
  readonly calls: Calls;
  /** The same with what is looked at once more a minute later, since IAM has no etag. */
  readonly callsWithCheck: Calls;
}

export type Calls = Readonly<Record<string, number>>;

interface Sent extends Burst {
  readonly id: string;
  readonly identity: string;
  readonly at: number;
}

const SWEEP_EVERY = 60_000;
const CHECKED_WITHIN = 90_000;

/** Creates all Deployments at once, and waits until each is granted and told, or patience ends. */
export async function measure(
  count: number,
  accessRules: string,
  patience: number,
  onProgress: (granted: number, told: number) => void,
): Promise<Run> {
  const granted = new Map<string, number>();
  const told = new Set<string>();
  const onLog = (_side: Cloud, line: LogLine) => {
    const id = String(line.deploymentId);
    if (line.event === 'access.granted') granted.set(id, Date.now());
    if (line.event === 'message.posted') told.add(id);
  };
  const house = await openHouse({ accessRules, onLog, sweepEvery: SWEEP_EVERY });
  try {
    seed(house, count);
    const begun = Date.now();
    const sent = await Promise.all(bursts(count).map((one) => create(house, one)));
    while ((granted.size < count || told.size < count) && Date.now() - begun < patience) {
      onProgress(granted.size, told.size);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await idle(house);
    const calls = callsOf(house);
    await checkLater(house);
    const callsWithCheck = callsOf(house);
    return { calls, callsWithCheck, deployments: await look(house, sent, granted) };
  } finally {
    await house.close();
  }
}

async function create(house: House, burst: Burst): Promise<Sent> {
  const { name, cloud } = burst;
  const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
  const identity = showIdentity(house, raw);
  const at = Date.now();
  await house.announce(raw.id);
  return { ...burst, id: raw.id, identity, at };
}

/** What is still on its way counts, too: late messages, and messages to be edited. */
async function idle({ sides }: House): Promise<void> {
  await Promise.all([sides.aws.idle(), sides.gcp.idle()]);
}

async function checkLater(house: House): Promise<void> {
  await house.pass(CHECKED_WITHIN);
  await house.sweep();
  await idle(house);
}

async function look(
  house: House,
  sent: readonly Sent[],
  granted: ReadonlyMap<string, number>,
): Promise<readonly Measured[]> {
  const heads = (await house.slack.messages()).filter(
    ({ ts, threadTs }) => threadTs === undefined || threadTs === ts,
  );
  const count = Map.groupBy(heads, ({ metadata }) => deploymentIn(metadata));
  return sent.map(({ id, identity, at, cloud, works }) => {
    const moment = granted.get(id);
    return {
      cloud,
      granted: moment === undefined ? undefined : (moment - at) / 1_000,
      works: works(house, identity),
      messages: count.get(id)?.length ?? 0,
    };
  });
}

function deploymentIn(metadata: unknown): string {
  const { event_payload: payload } = Object(metadata);
  return String(Object(payload).deployment_id);
}

/** Calls of the clouds' IAM alone: not of queues, topics or the record. */
function callsOf({ aws, gcp }: House): Calls {
  const iam = /^(iam|sts|cloudresourcemanager)[:.]/;
  const all = [...aws.faults.calls, ...gcp.faults.calls];
  return Object.fromEntries(all.filter(([operation]) => iam.test(operation)).sort());
}
