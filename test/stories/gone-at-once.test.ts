import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { type AccessRecord, openRecord } from '../../shared/record/record.ts';
import type { Store } from '../../shared/record/store.ts';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { decideAccess } from '../../shared/stories/decide-access.ts';
import { decided, want } from '../record/samples.ts';
import { rulesWith } from '../rules/sample.ts';
import { openEngine } from './engine-bench.ts';
import { ago, NOW } from './findings.ts';

/** A record in memory that counts the items that are read of it. */
function counted() {
  const store = memoryStore();
  let items = 0;
  const count = async <Found extends readonly unknown[]>(found: Promise<Found>) => {
    items += (await found).length;
    return found;
  };
  const counting: Store = {
    ...store,
    get: (keys) => count(store.get(keys)),
    list: (partition) => count(store.list(partition)),
  };
  return { store: counting, items: () => items };
}

async function add(record: AccessRecord, deploymentId: string): Promise<void> {
  const { ticket } = await record.deployments.take(deploymentId);
  const wants = [{ ...want, accessId: `access-of-${deploymentId}` }];
  const about = { ...decided().deployment, id: deploymentId };
  await record.deployments.decide(deploymentId, ticket, decided({ deployment: about, wants }));
}

/** So many that Astro and its lists do not know any more, each decided once, beside five times as many. */
async function readFor(gone: number, others: number, confirmed = false) {
  const engine = openEngine();
  const { store, items } = counted();
  const record = openRecord(store, 'test', engine.clock);
  const ids = Array.from({ length: gone }, (_, place) => `gone-${place}`);
  for (const id of ids) await add(record, id);
  for (let place = 0; place < others; place += 1) await add(record, `lives-${place}`);
  const last = NOW.toISOString();
  for (const deploymentId of ids) {
    await record.absences.note({ deploymentId, since: ago(5 * MINUTE), last });
  }
  if (confirmed) await record.breaker.confirm('jane@acme.example');
  const before = items();
  const send = async () => {};
  const tools = {
    ...{ ...engine.tools, record, rules: rulesWith, rulesCommit: undefined, cloud: 'aws' as const },
    astro: { get: async () => undefined, list: () => Promise.reject(new TypeError('not asked')) },
    queues: { decide: send, markTargets: send, notify: send, handOver: send },
  };
  for (const id of ids) await decideAccess(id, tools);
  const heads = await record.deployments.get(ids);
  const ended = [...heads.values()].filter((head) => head.decided?.wants.length === 0).length;
  return { each: (items() - before) / gone, ended, tripped: (await record.breaker.get()).tripped };
}

describe('many Deployments that are gone at once', () => {
  it.each<[string, number, boolean, number]>([
    ['all end, where they are few among all', 6, false, 1],
    ['all stay, where they are too many', 0, false, 0],
    ['all end, where a person said that it is meant', 0, true, 1],
  ])('%s, and each costs as many reads as where they are fewer', async (_it, times, ok, share) => {
    const few = await readFor(20, 20 * times, ok);
    const many = await readFor(160, 160 * times, ok);
    expect([few.ended, many.ended]).toEqual([20 * share, 160 * share]);
    expect(many.each).toBeLessThan(few.each + 1);
  });

  it('are counted before the first of them ends', async () => {
    const { ended, tripped } = await readFor(40, 100);
    expect([ended, tripped?.count]).toEqual([0, 40]);
  });
});
