import {
  type AstroEmulator,
  LOCAL_ORGANIZATION,
  LOCAL_TOKEN,
  startAstro,
} from '../local/astro/emulator.ts';
import { ACCOUNT, WORKSPACE } from '../local/samples.ts';
import { SILENT } from '../local/silent-logger.ts';
import { type Astro, astroApi } from '../shared/deployment/astro.ts';
import { memoryStore } from '../shared/record/memory-store.ts';
import { orderDigest } from '../shared/record/order.ts';
import { type AccessRecord, openRecord } from '../shared/record/record.ts';
import type { Store } from '../shared/record/store.ts';
import { parseAccessRules } from '../shared/rules/parse.ts';
import { after, type Clock, HOUR, MINUTE } from '../shared/runtime/clock.ts';
import { decide } from '../shared/stories/decide-access/decision.ts';
import { emptyRow } from '../shared/stories/decide-access/empty-row.ts';
import { sweep } from '../shared/stories/sweep.ts';

/** Of one sweep over Deployments that are as they were. */
export interface SweepCost {
  readonly deployments: number;
  /** Astro's GETs, by operation. */
  readonly astro: Readonly<Record<string, number>>;
  /** Calls of the record that read, and the items that they read. */
  readonly reads: number;
  readonly items: number;
  readonly writes: number;
  /** Messages to other functions. */
  readonly sent: number;
  /** Seconds that it took, without those that it waits between pages. */
  readonly seconds: number;
  readonly paced: number;
}

const RULES = parseAccessRules(
  `version: 1
installation: bench
mode: apply
astronomer: {awsAccounts: ["111122223333"], gcpProjects: []}
slack: {channel: C0DATAOPS1, approvers: [S0PLATFORM]}
defaults: {region: eu-west-1}
targets:
  lake: {awsOwnRole: {account: "${ACCOUNT}", name: "airflow-{namespace}", policies: [lake-read]}}
rules:
  - {name: all, when: {workspaceId: ${WORKSPACE}}, reach: [lake]}
`,
  'access-rules.yml',
);

/** The product's own client over HTTP, and the record in memory, whose calls are counted. */
export async function measureSweep(deployments: number): Promise<SweepCost> {
  const time = passing();
  const emulator = await startAstro({ clock: time.clock });
  try {
    const counted = counting();
    const record = openRecord(counted.store, RULES.installation, time.clock);
    const { tools, sent } = sweepTools(emulator, record, time.clock);
    await settleAll(deployments, emulator, tools.astro, record, time.clock);
    // The installation is old enough to have no baseline left to look after.
    for (let early = 0; early < 3; early += 1) {
      await sweep(tools);
      time.pass(10 * MINUTE);
    }
    counted.reset();
    emulator.faults.calls.clear();
    const [sentBefore, slept, began] = [sent(), time.slept(), performance.now()];
    await sweep(tools);
    const seconds = (performance.now() - began) / 1_000;
    const astro = Object.fromEntries(emulator.faults.calls);
    const paced = (time.slept() - slept) / 1_000;
    return { deployments, astro, ...counted.counts(), sent: sent() - sentBefore, seconds, paced };
  } finally {
    await emulator.close();
  }
}

/** Time that only passes when somebody lets it. */
function passing() {
  let now = Date.parse('2026-03-02T08:00:00.000Z');
  let slept = 0;
  const clock: Clock = {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      now += milliseconds;
      slept += milliseconds;
    },
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { clock, slept: () => slept, pass };
}

function counting() {
  const inner = memoryStore();
  let counts = { reads: 0, items: 0, writes: 0 };
  const read = async <Found extends readonly unknown[]>(found: Promise<Found>) => {
    const { length } = await found;
    counts = { ...counts, reads: counts.reads + 1, items: counts.items + length };
    return found;
  };
  const write = <Result>(result: Promise<Result>) => {
    counts = { ...counts, writes: counts.writes + 1 };
    return result;
  };
  const store: Store = {
    get: (keys) => read(inner.get(keys)),
    list: (partition) => read(inner.list(partition)),
    due: (installation, now, limit) => read(inner.due(installation, now, limit)),
    put: (draft, expected) => write(inner.put(draft, expected)),
    remove: (key, expected) => write(inner.remove(key, expected)),
  };
  const reset = () => {
    counts = { reads: 0, items: 0, writes: 0 };
  };
  return { store, reset, counts: () => counts };
}

function sweepTools(emulator: AstroEmulator, record: AccessRecord, clock: Clock) {
  const astro = astroApi({
    ...{ url: emulator.url, organizationId: LOCAL_ORGANIZATION, token: async () => LOCAL_TOKEN },
    ...{ clock, logger: SILENT },
  });
  let count = 0;
  const send = async (ids: readonly string[]) => {
    count += ids.length;
  };
  const queues = { decide: send, markTargets: send, notify: send, handOver: send };
  const rest = { record, queues, clock, logger: SILENT, rules: () => RULES, cloud: 'aws' } as const;
  return { tools: { astro, ...rest }, sent: () => count };
}

/** All of them as they are an hour after they were created: decided, granted, and nothing due. */
async function settleAll(
  count: number,
  emulator: AstroEmulator,
  astro: Astro,
  record: AccessRecord,
  clock: Clock,
): Promise<void> {
  for (let place = 0; place < count; place += 1) {
    emulator.create({ name: `etl-${place}`, cloud: 'aws', workspaceId: WORKSPACE });
  }
  const now = clock.now();
  for (const deployment of (await astro.list()).deployments) {
    const decided = decide({
      deployment,
      rules: RULES,
      now,
      before: undefined,
      commit: undefined,
      decisions: new Map(),
    });
    for (const want of decided.wants) {
      const order = { kind: 'grant', want } as const;
      const row = { ...emptyRow(want, deployment, now), answers: orderDigest(order) };
      await record.accesses.create({ ...row, state: 'granted' }, after(now, 6 * HOUR));
    }
    const { ticket } = await record.deployments.take(deployment.id);
    await record.deployments.decide(deployment.id, ticket, decided);
  }
}
