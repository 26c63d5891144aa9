import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR } from '../../shared/runtime/clock.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { ANALYTICS, PROJECT, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const SET = 'cloudresourcemanager.projects.setIamPolicy';
const [VIEWER, EDITOR] = ['roles/bigquery.dataViewer', 'roles/bigquery.dataEditor'] as const;
const JOB_USER = 'roles/bigquery.jobUser';
const KEY = `gcp-project/${PROJECT}`;
const SWAPPED = rulesReaching({
  analytics: ANALYTICS.analytics.replace('dataViewer', 'dataEditor'),
});
const REFUSED = { status: 403, code: 'PERMISSION_DENIED', message: 'Policy update access denied.' };
const LOST = { status: 503, code: 'UNAVAILABLE', message: 'The service is unavailable.' };

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(ANALYTICS));
  bench.gcp.projects.create(PROJECT);
});
afterEach(() => bench.close());

type Made = Awaited<ReturnType<Workbench['create']>>;

const holds = ({ identity }: Made, role: string) =>
  bench.gcp.canAct(`serviceAccount:${identity}`, role, { project: PROJECT });
const fault = (what: object) => bench.gcp.faults.inject({ operation: SET, ...REFUSED, ...what });
const accessOf = async ({ id }: Made) => (await bench.accesses(id))[0];

function giveByHand({ identity }: Made) {
  const members = [`serviceAccount:${identity}`];
  const bindings = [VIEWER, JOB_USER].map((role) => ({ role, members }));
  bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings });
}

async function gone({ id }: Made) {
  bench.astro.remove(id);
  await bench.record.breaker.confirm('jane@acme.example');
  await bench.sweeps(8);
}

describe('grantAccess, of what Google refused and somebody then gave by hand,', () => {
  it.each([
    ['a role that we may not give', {}],
    ['a caller without the permission', { message: 'The caller does not have permission' }],
    [
      'domain-restricted sharing',
      { status: 400, message: 'One or more users do not belong to a permitted customer.' },
    ],
    [
      'a full policy',
      { status: 400, message: 'It is larger than the maximum allowed size 1,500.' },
    ],
  ])('leaves it to whoever gave it: %s', async (_why, what) => {
    fault({ ...what, times: 100 });
    const [made] = (await bench.createMany(1)) as [Made];
    expect(await accessOf(made)).toMatchObject({ state: 'refused', placed: [] });
    bench.gcp.faults.clear();
    giveByHand(made);
    await bench.sweeps(2, 13 * HOUR);
    expect(await accessOf(made)).toMatchObject({ state: 'granted', byHand: true });
    await gone(made);
    expect([VIEWER, JOB_USER].map((role) => holds(made, role))).toEqual([true, true]);
  });

  it('leaves it to whoever gave it: an identity that could not be seen', async () => {
    const hidden = await bench.create('etl', { visible: false });
    await bench.drain();
    expect(await accessOf(hidden)).toMatchObject({ state: 'waiting', placed: [] });
    bench.show(hidden.identity);
    giveByHand(hidden);
    await bench.sweeps(2);
    await gone(hidden);
    expect(holds(hidden, VIEWER)).toBe(true);
  });

  it('takes back what was placed before, though a swap of the role was refused', async () => {
    const [made] = (await bench.createMany(1)) as [Made];
    bench.setRules(SWAPPED);
    fault({ times: 100 });
    await bench.deliver({ to: 'decide', key: made.id });
    await bench.drain();
    expect(await accessOf(made)).toMatchObject({ state: 'refused', placed: [{}] });
    bench.gcp.faults.clear();
    await gone(made);
    expect([VIEWER, JOB_USER].map((role) => holds(made, role))).toEqual([false, false]);
  });

  it('does not forget a write that may have been carried out before it was refused', async () => {
    fault({ ...LOST, afterwards: true });
    fault({ operation: 'cloudresourcemanager.projects.getIamPolicy', ...LOST });
    const [made] = (await bench.createMany(1)) as [Made];
    expect(await accessOf(made)).toMatchObject({ state: 'granted', placed: [{}] });
    await gone(made);
    expect(holds(made, VIEWER)).toBe(false);
  });

  it('calls placed what nobody knows of, whether Google took it or not', async () => {
    fault({ ...LOST });
    fault({ times: 100 });
    const [made] = (await bench.createMany(1)) as [Made];
    expect(await accessOf(made)).toMatchObject({ state: 'refused', placed: [{}] });
  });
});

describe('grantAccess, of a want that became another one between two attempts,', () => {
  it('takes both roles back in time, though it crashed after the write', async () => {
    const made = await bench.create('etl');
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    fault({ status: 409, code: 'ABORTED', message: 'There were concurrent policy changes.' });
    const { record, clock } = bench.tools;
    let isSwapped = false;
    const sleep: typeof clock.sleep = async (milliseconds) => {
      await clock.sleep(milliseconds);
      if (isSwapped || (bench.gcp.faults.calls.get(SET) ?? 0) === 0) return;
      isSwapped = true;
      bench.setRules(SWAPPED);
      await bench.deliver({ to: 'decide', key: made.id });
    };
    const { write } = record.accesses;
    const crashing: typeof write = async (...row) => {
      if (holds(made, EDITOR)) throw new Error('crash');
      return write(...row);
    };
    const tools = {
      ...bench.tools,
      clock: { ...clock, sleep },
      record: { ...record, accesses: { ...record.accesses, write: crashing } },
    };
    await expect(grantAccess(KEY, tools)).rejects.toThrow('crash');
    expect([VIEWER, EDITOR].map((role) => holds(made, role))).toEqual([false, true]);
    bench.setRules(rulesReaching(ANALYTICS));
    await bench.deliver({ to: 'decide', key: made.id });
    await bench.drain();
    expect([VIEWER, EDITOR].map((role) => holds(made, role))).toEqual([true, false]);
  });
});
