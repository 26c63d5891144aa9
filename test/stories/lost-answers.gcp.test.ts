import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR } from '../../shared/runtime/clock.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { LANDS, type Land, writesOf } from './gcp-lands.ts';
import { PROJECT, RAW, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const SETS = [
  'cloudresourcemanager.projects.setIamPolicy',
  'storage.buckets.setIamPolicy',
  'bigquery.datasets.patch',
  'iam.projects.serviceAccounts.setIamPolicy',
];
const LOST = { status: 503, code: 'UNAVAILABLE', message: 'The service is unavailable.' };

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(RAW));
});
afterEach(() => bench.close());

type Made = Awaited<ReturnType<Workbench['create']>>;

const reaching = (target: string) =>
  rulesReaching({ it: `${target}, connection: {id: it, project: ${PROJECT}}` });
const holdsIn =
  (made: Made, { role, resources }: Land) =>
  (which: 'first' | 'other') =>
    bench.gcp.canAct(`serviceAccount:${made.identity}`, role, resources[which]);

async function gone({ id }: Made) {
  bench.astro.remove(id);
  await bench.record.breaker.confirm('jane@acme.example');
  await bench.sweeps(8);
}

describe.each(Object.entries(LANDS))('grantAccess on a %s', (_kind, land) => {
  beforeEach(() => {
    land.prepare(bench.gcp);
    bench.setRules(reaching(land.targets.first));
  });

  it('finds what was written though the answer was lost, and takes it back as its own', async () => {
    for (const operation of SETS) {
      bench.gcp.faults.inject({ operation, ...LOST, afterwards: true });
    }
    const [made] = (await bench.createMany(1)) as [Made];
    expect(await bench.accesses(made.id)).toMatchObject([{ state: 'granted', placed: [{}] }]);
    expect(writesOf(bench.gcp.faults)).toBe(1);
    await gone(made);
    expect(holdsIn(made, land)('first')).toBe(false);
  });

  it('takes back what it wrote before it crashed, when the rule gives another target', async () => {
    const made = await bench.create('etl');
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    const key = bench.queue.find(({ to }) => to === 'target')?.key ?? '';
    const holds = holdsIn(made, land);
    const { accesses } = bench.record;
    const write: typeof accesses.write = async (...row) => {
      if (holds('first')) throw new Error('crash');
      return accesses.write(...row);
    };
    const record = { ...bench.record, accesses: { ...accesses, write } };
    await expect(grantAccess(key, { ...bench.tools, record })).rejects.toThrow('crash');
    expect(holds('first')).toBe(true);
    bench.setRules(reaching(land.targets.other));
    await bench.deliver({ to: 'decide', key: made.id });
    await bench.drain();
    await bench.sweeps(2, 13 * HOUR);
    expect([holds('first'), holds('other')]).toEqual([false, true]);
  });
});

describe('grantAccess on a bucket without uniform access', () => {
  it('leaves legacy roles, the project’s own groups and everybody as they were', async () => {
    const [owner, reader] = ['legacyBucketOwner', 'legacyBucketReader'] as const;
    const bindings = [
      { role: `roles/storage.${owner}`, members: ['projectEditor:acme', 'projectOwner:acme'] },
      { role: `roles/storage.${reader}`, members: ['projectViewer:acme'] },
      { role: 'roles/storage.objectViewer', members: ['allUsers', 'domain:Acme.com'] },
    ];
    bench.gcp.buckets.create('acme-raw', { bindings });
    const [made] = (await bench.createMany(1)) as [Made];
    const role = 'roles/storage.objectViewer';
    const member = `serviceAccount:${made.identity}`;
    expect(bench.gcp.canAct(member, role, { bucket: 'acme-raw' })).toBe(true);
    await gone(made);
    expect(bench.gcp.buckets.policy('acme-raw').bindings).toEqual(bindings);
  });
});
