import type { Queues } from '../../../shared/cloud/queues.ts';
import type { Decided, Want } from '../../../shared/record/items.ts';
import type { AccessRecord } from '../../../shared/record/record.ts';
import type { ConnectionRule } from '../../../shared/rules/access-rules.ts';
import { decided, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';

export const ID = 'deployment-1';
export const CONNECTION: ConnectionRule = { id: 'redshift', create: 'ask', via: 'airflow' };

/** Another access of the same target as that of the samples. */
export function another(target: string, more: Partial<Want> = {}): Want {
  return { ...want, accessId: `access-to-${target}`, target, ...more };
}

/** As `decide-access` would have written it down. */
export async function putDecided(record: AccessRecord, id: string, more: Partial<Decided> = {}) {
  const { ticket } = await record.deployments.take(id);
  const deployment = { ...decided().deployment, id };
  await record.deployments.decide(id, ticket, decided({ deployment, ...more }));
}

/** One Deployment in the record; `steps` tells what is marked, written and sent, in this order. */
export async function openOrders(more: Partial<Decided> = {}) {
  const { record: kept, clock, steps } = openEngine();
  await putDecided(kept, ID, more);
  const record = noting(kept, steps);
  return { record, clock, steps, tools: { record, clock, queues: queuesTelling(steps) } };
}

function queuesTelling(steps: string[]): Queues {
  const send = (to: string) => async (keys: readonly string[]) => {
    steps.push(...keys.map((key) => `${to} ${key}`));
  };
  return {
    decide: send('decide'),
    markTargets: send('target'),
    notify: send('notify'),
    handOver: send('handover'),
  };
}

function noting(record: AccessRecord, steps: string[]): AccessRecord {
  const { errands, decisions, connectionAsks, history } = record;
  return {
    ...record,
    errands: {
      ...errands,
      mark: async (id) => {
        await errands.mark(id);
        steps.push(`errand ${id}`);
      },
    },
    decisions: {
      ...decisions,
      write: async (item, expected) => {
        await decisions.write(item, expected);
        steps.push(`${item.verdict} ${item.accessId}`);
      },
    },
    connectionAsks: {
      ...connectionAsks,
      write: async (item, expected) => {
        await connectionAsks.write(item, expected);
        steps.push(`asked ${item.accessId}`);
      },
    },
    history: {
      ...history,
      append: async (item) => {
        await history.append(item);
        steps.push(item.event);
      },
    },
  };
}
