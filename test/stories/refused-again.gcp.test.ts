import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR } from '../../shared/runtime/clock.ts';
import { operate } from '../../shared/stories/operate.ts';
import { ANALYTICS, PROJECT, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const SET = 'cloudresourcemanager.projects.setIamPolicy';
const by = 'jane@acme.example';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(ANALYTICS));
  bench.gcp.projects.create(PROJECT);
});
afterEach(() => bench.close());

type Made = Awaited<ReturnType<Workbench['create']>>;
const writes = () => bench.gcp.faults.calls.get(SET) ?? 0;
const accessOf = async ({ id }: Made) => (await bench.accesses(id))[0];

/** One that has it, and one whom the organization lets in no more. */
async function oneInOneOut(): Promise<readonly [Made, Made]> {
  const inside = await bench.create('etl');
  await bench.drain();
  bench.gcp.projects.restrictSharing(PROJECT, () => false);
  const outside = await bench.create('bi');
  await bench.drain();
  expect(await accessOf(outside)).toMatchObject({ reason: { code: 'domain-restricted' } });
  return [inside, outside];
}

describe('what Google refuses to one of those on a project', () => {
  it('is not tried within the day, however often the project is looked at for others', async () => {
    const [, outside] = await oneInOneOut();
    const [before, due] = [writes(), (await accessOf(outside))?.due];
    await bench.sweeps(23, HOUR);
    expect([writes(), (await accessOf(outside))?.due]).toEqual([before, due]);
    await bench.sweeps(2, HOUR);
    expect(writes()).toBe(before + 1);
  });

  it('is not tried with those who come within the day', async () => {
    const [, outside] = await oneInOneOut();
    const before = writes();
    bench.gcp.projects.restrictSharing(PROJECT, (one) => !one.includes(outside.identity));
    const next = await bench.create('ml');
    await bench.drain();
    expect(await accessOf(next)).toMatchObject({ state: 'granted' });
    expect(await accessOf(outside)).toMatchObject({ state: 'refused' });
    expect(writes()).toBe(before + 1);
  });

  it('is tried at once when somebody asks', async () => {
    const [, outside] = await oneInOneOut();
    bench.gcp.projects.restrictSharing(PROJECT, () => true);
    await operate({ action: 'retry', deploymentId: outside.id, by }, bench.tools);
    await bench.drain();
    expect(await accessOf(outside)).toMatchObject({ state: 'granted' });
  });
});

describe('what we may not write', () => {
  const ours = { operation: SET, status: 403, code: 'PERMISSION_DENIED', message: 'denied' };

  it('is tried with the next one who comes, and given as soon as we may', async () => {
    bench.gcp.faults.inject({ ...ours, times: 1_000 });
    const first = await bench.create('etl');
    await bench.drain();
    expect(await accessOf(first)).toMatchObject({ reason: { code: 'access-denied' } });
    const second = await bench.create('bi');
    await bench.drain();
    expect(await accessOf(second)).toMatchObject({ reason: { code: 'access-denied' } });
    bench.gcp.faults.clear();
    await bench.create('ml');
    await bench.drain();
    for (const one of [first, second])
      expect(await accessOf(one)).toMatchObject({ state: 'granted' });
  });
});
