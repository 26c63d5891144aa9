import type { Plan, Standing } from '../../shared/policy/plan.ts';
import type { AccessItem } from '../../shared/record/items.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import type { Order } from '../../shared/record/order.ts';
import { type AccessRecord, openRecord } from '../../shared/record/record.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import type { Situation } from '../../shared/stories/grant-access/situation.ts';
import type { GrantTools } from '../../shared/stories/grant-access.ts';
import { NOW, situationOf } from './findings.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** The record in memory, told in `steps` what is marked and written; time passes when somebody sleeps. */
export function openEngine() {
  let now = NOW.getTime();
  const slept: number[] = [];
  const clock: Clock = {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  const kept = openRecord(memoryStore(), 'test', clock);
  const steps: string[] = [];
  const record = noting(kept, steps);
  const told: string[] = [];
  const asked: string[] = [];
  const log: Readonly<Record<string, unknown>>[] = [];
  const tools: GrantTools = {
    record,
    clock,
    logger: jsonLogger((line) => log.push(JSON.parse(line))),
    queues: {
      decide: async (ids) => void asked.push(...ids),
      notify: async (ids) => void told.push(...ids),
    },
    open: () => {
      throw new TypeError('no cloud was to be called');
    },
  };
  return {
    tools,
    record,
    clock,
    steps,
    told,
    /** Deployments that are to be decided anew. */
    asked,
    log,
    slept,
    /** A row as it is in the record, and what is ordered for it. */
    put: async (
      order: Order,
      row: Partial<AccessItem> = {},
      more: Parameters<typeof situationOf>[2] = {},
    ): Promise<Situation> => {
      const made = situationOf(order, row, more);
      const { item, due } = made.access;
      await kept.accesses.create(item, due ?? '');
      const [access = made.access] = await kept.accesses.get([item]);
      return { ...made, access };
    },
    rowOf: async ({ access }: Situation) => {
      const [row] = await kept.accesses.get([access.item]);
      if (row === undefined) throw new TypeError('there is no such row');
      return row;
    },
  };
}

/** Marking takes a while, so that what does not wait for it is seen. */
function noting(record: AccessRecord, steps: string[]): AccessRecord {
  const { accesses, tellings } = record;
  return {
    ...record,
    accesses: {
      ...accesses,
      write: async (read, next, due) => {
        steps.push(`writes ${next.accessId}`);
        return accesses.write(read, next, due);
      },
    },
    tellings: {
      ...tellings,
      mark: async (deploymentId, options) => {
        await tick();
        await tellings.mark(deploymentId, options);
        steps.push(`marked ${deploymentId}`);
      },
    },
  };
}

export function planOf(
  standings: Readonly<Record<string, Standing>>,
  more: Partial<Plan<unknown>> = {},
): Plan<unknown> {
  return {
    change: { kind: 'none' },
    standings: new Map(Object.entries(standings)),
    notices: [],
    ...more,
  };
}
