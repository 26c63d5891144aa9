import { WORKSPACE } from '../../local/samples.ts';
import { MemorySlack } from '../../local/slack/memory-slack.ts';
import type { Deployment } from '../../shared/deployment/deployment.ts';
import type { AccessItem } from '../../shared/record/items.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { decideAccess } from '../../shared/stories/decide-access.ts';
import { NOW } from './findings.ts';
import { REDSHIFT, rulesReaching } from './rules.ts';

/** What Astro tells of the Deployment that a test is about, where it does not say otherwise. */
export const DEPLOYMENT: Deployment = {
  id: 'clmk1a2b3000008l5d9f7g6h5',
  name: 'etl-prod',
  namespace: 'fiery-nebula-1234',
  organizationId: 'clmh59gt0000308lbgswe5fvh',
  workspaceId: WORKSPACE,
  type: 'DEDICATED',
  cloud: 'aws',
  status: 'HEALTHY',
  remoteExecution: false,
  workloadIdentity: 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234',
  airflowVersion: '3.0.1',
  createdAt: '2026-03-01T11:59:00.000Z',
};

/**
 * The stories over a record, a Slack and an Astro in memory, and no cloud: Deployments are decided
 * on as they are in life, and what `grant-access` would make of their rows is put there by the
 * test. What is sent is listed in `sent`, and nobody takes it.
 */
export function openMemoryBench(rulesText = rulesReaching(REDSHIFT)) {
  let now = NOW.getTime();
  const clock: Clock = {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
  let rules = parseAccessRules(rulesText, 'access-rules.yml');
  const store = memoryStore();
  const record = openRecord(store, rules.installation, clock);
  const slack = new MemorySlack();
  const known = new Map<string, Deployment>();
  const sent: string[] = [];
  const log: Readonly<Record<string, unknown>>[] = [];
  const send = (to: string) => async (keys: readonly string[]) => {
    sent.push(...keys.map((key) => `${to} ${key}`));
  };
  const tools = {
    record,
    clock,
    slack,
    cloud: 'aws' as const,
    rules: () => rules,
    rulesCommit: 'abc1234',
    logger: jsonLogger((line) => log.push(JSON.parse(line))),
    queues: {
      decide: send('decide'),
      markTargets: send('target'),
      notify: send('notify'),
      handOver: send('handover'),
    },
    astro: {
      get: async (id: string) => known.get(id),
      list: async () => ({ deployments: [...known.values()], unreadable: [], complete: true }),
    },
    open: () => {
      throw new TypeError('no cloud was to be called');
    },
  };

  async function wantOf(target: string, deploymentId: string) {
    const head = (await record.deployments.get([deploymentId])).get(deploymentId);
    const want = head?.decided?.wants.find((one) => one.target === target);
    if (want === undefined) throw new TypeError(`${deploymentId} is not to reach ${target}`);
    return want;
  }

  return {
    tools,
    record,
    /** What the record stands on, for what no story of ours would write. */
    store,
    slack,
    clock,
    sent,
    log,
    wantOf: (target: string, deploymentId = DEPLOYMENT.id) => wantOf(target, deploymentId),
    pass: (milliseconds: number) => clock.sleep(milliseconds),
    setRules: (text: string) => {
      rules = parseAccessRules(text, 'access-rules.yml');
    },
    /** Astro tells this of a Deployment from now on, and it is decided on; what that sends is forgotten. */
    decide: async (more: Partial<Deployment> = {}) => {
      const deployment = { ...DEPLOYMENT, ...more };
      known.set(deployment.id, deployment);
      await decideAccess(deployment.id, tools);
      sent.splice(0);
      return deployment;
    },
    /** Writes what `grant-access` would have made of the row; answers it as it is then. */
    row: async (
      target: string,
      more: Partial<AccessItem>,
      { deploymentId = DEPLOYMENT.id, due }: { deploymentId?: string; due?: string } = {},
    ) => {
      const want = await wantOf(target, deploymentId);
      const [row] = await record.accesses.get([want]);
      if (row === undefined) throw new TypeError(`${want.accessId} has no row`);
      return record.accesses.write(row, { ...row.item, ...more }, due);
    },
  };
}

export type MemoryBench = ReturnType<typeof openMemoryBench>;
