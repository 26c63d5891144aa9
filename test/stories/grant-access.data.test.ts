import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { DAILY, PROJECT, RAW, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const NAME = `${PROJECT}:daily`;
const PATCH = 'bigquery.datasets.patch';
const FOREIGN = [
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { view: { projectId: PROJECT, datasetId: 'shared', tableId: 'v' } },
  { role: 'READER', userByEmail: 'Auditor@acme.com', condition: { title: 'x', expression: 'y' } },
  { dataset: { dataset: { projectId: PROJECT, datasetId: 'shared' }, targetTypes: ['VIEWS'] } },
];

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(DAILY));
  bench.gcp.projects.create(PROJECT);
  bench.gcp.datasets.create(NAME, { access: FOREIGN, description: 'by day' });
  bench.gcp.buckets.create('acme-raw');
});
afterEach(() => bench.close());

const access = () => bench.gcp.datasets.access(NAME);
const reads = (identity: string) =>
  bench.gcp.canAct(`serviceAccount:${identity}`, 'roles/bigquery.dataViewer', {
    project: PROJECT,
    dataset: 'daily',
  });
const calls = (operation: string) => bench.gcp.faults.calls.get(operation) ?? 0;

async function gone(id: string) {
  bench.astro.remove(id);
  for (let minute = 0; minute < 8; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

describe('grantAccess on a dataset', () => {
  it('gives the role beside views and everybody else, in one write for many, and takes it back', async () => {
    const all = [];
    for (let count = 0; count < 5; count += 1) all.push(await bench.create(`etl-${count}`));
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    await bench.drain();
    expect(all.every(({ identity }) => reads(identity))).toBe(true);
    expect(access().slice(0, FOREIGN.length)).toEqual(FOREIGN);
    expect(access()).toHaveLength(FOREIGN.length + 5);
    expect(calls(PATCH)).toBe(1);
    for (const { id } of all.slice(0, 2)) await gone(id);
    expect(all.map(({ identity }) => reads(identity))).toEqual([false, false, true, true, true]);
    expect(access().slice(0, FOREIGN.length)).toEqual(FOREIGN);
    expect(bench.gcp.datasets.dataset(NAME)).toMatchObject({ description: 'by day' });
  });

  it('says which connection it is, of which project', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
    const text = JSON.stringify(bench.slack.messages[0]);
    expect(text).toContain(`on dataset \`${PROJECT}.daily\``);
    expect(text).toMatch(/Connection Id +daily/);
    expect(text).toMatch(new RegExp(`Project Id +${PROJECT}`));
  });

  it('writes upon what somebody else wrote meanwhile', async () => {
    const stale = {
      status: 412,
      code: 'FAILED_PRECONDITION',
      message: 'Precondition check failed.',
    };
    bench.gcp.faults.inject({ operation: PATCH, ...stale, times: 3 });
    const { identity } = await bench.create('etl');
    await bench.drain();
    expect(reads(identity)).toBe(true);
    expect(calls(PATCH)).toBe(4);
  });

  it('lets one wait whom BigQuery does not know, and grants the others at once', async () => {
    const hidden = await bench.create('new', { visible: false });
    const seen = await bench.create('etl');
    await bench.drain();
    expect(reads(seen.identity)).toBe(true);
    expect(await bench.accesses(hidden.id)).toMatchObject([
      { state: 'waiting', reason: { code: 'identity-not-visible' } },
    ]);
    bench.show(hidden.identity);
    await bench.pass(MINUTE);
    await bench.drain();
    expect(reads(hidden.identity)).toBe(true);
  });

  it('tries again where BigQuery takes no write so soon, though it calls that forbidden', async () => {
    const message = 'Exceeded rate limits: too many dataset metadata update operations.';
    const fault = { operation: PATCH, status: 403, code: 'PERMISSION_DENIED', message };
    bench.gcp.faults.inject({ ...fault, times: 2 });
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    expect(reads(identity)).toBe(true);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
    expect(calls(PATCH)).toBe(3);
  });
});

describe('grantAccess on a bucket', () => {
  it('gives the role and takes it back, though only one write a second is taken', async () => {
    bench.setRules(rulesReaching(RAW));
    bench.gcp.buckets.limitRate('acme-raw', 1_000);
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    const holds = () =>
      bench.gcp.canAct(`serviceAccount:${identity}`, 'roles/storage.objectViewer', {
        bucket: 'acme-raw',
      });
    expect(holds()).toBe(true);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
    await gone(id);
    expect(holds()).toBe(false);
    expect(bench.gcp.buckets.policy('acme-raw').bindings).toEqual([]);
  });
});
