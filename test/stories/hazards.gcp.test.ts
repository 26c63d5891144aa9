import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { ANALYTICS, DAILY, PROJECT, RAW, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const VIEWER = 'roles/bigquery.dataViewer';
const JOB_USER = 'roles/bigquery.jobUser';
const READER = 'roles/storage.objectViewer';
const SET = 'cloudresourcemanager.projects.setIamPolicy';
const SET_BUCKET = 'storage.buckets.setIamPolicy';
const PATCH = 'bigquery.datasets.patch';
const JANE = 'jane@acme-analytics.iam.gserviceaccount.com';
const condition = { title: 'until May', expression: 'request.time < timestamp("2027-05-01")' };
const AUDITS = [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }];

const CHANGED = { status: 409, code: 'ABORTED', message: 'There were concurrent policy changes.' };
const STALE = { status: 412, code: 'conditionNotMet', message: 'Precondition Failed' };
const BUSY = { status: 429, code: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.' };
const ABSENT = (email: string) => ({
  status: 400,
  code: 'INVALID_ARGUMENT',
  message: `Service account ${email} does not exist.`,
});

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(ANALYTICS));
  bench.gcp.projects.create(PROJECT);
});
afterEach(() => bench.close());

type Made = Awaited<ReturnType<Workbench['create']>>;

const member = ({ identity }: Made) => `serviceAccount:${identity}`;
const holds = (made: Made, role: string, resource: object = { project: PROJECT }) =>
  bench.gcp.canAct(member(made), role, resource as { readonly project: string });
const calls = (operation: string) => bench.gcp.faults.calls.get(operation) ?? 0;
const reasonOf = async ({ id }: Made) => (await bench.accesses(id))[0]?.reason;
const stateOf = async ({ id }: Made) => (await bench.accesses(id))[0]?.state;

async function gone({ id }: Made) {
  bench.astro.remove(id);
  await bench.record.breaker.confirm('jane@acme.example');
  await bench.sweeps(8);
}

describe('a project', () => {
  const policy = () => bench.gcp.projects.policy(PROJECT);

  it('with a tombstone of ours, a conditional twin and two conflicts: role given anew, twin untouched', async () => {
    const [made] = (await bench.createMany(1)) as [Made];
    const twin = { role: VIEWER, members: [member(made), 'user:Auditor@acme.com'], condition };
    bench.gcp.projects.setPolicy(PROJECT, {
      version: 3,
      bindings: [...(policy().bindings ?? []), { ...twin, members: ['user:Auditor@acme.com'] }],
      auditConfigs: AUDITS,
    });
    bench.gcp.serviceAccounts.delete(made.identity);
    bench.gcp.serviceAccounts.create(made.identity, { foreign: true });
    bench.gcp.faults.inject({ operation: SET, ...CHANGED });
    bench.gcp.faults.inject({ operation: SET, ...STALE });
    await bench.pass(12 * 60 * MINUTE);
    await bench.drain();
    expect([VIEWER, JOB_USER].map((role) => holds(made, role))).toEqual([true, true]);
    expect(JSON.stringify(policy())).not.toContain('deleted:');
    expect(policy()).toMatchObject({ version: 3, auditConfigs: AUDITS });
    expect(policy().bindings).toContainEqual({ ...twin, members: ['user:Auditor@acme.com'] });
    expect(await stateOf(made)).toBe('granted');
  });

  it.each([1, 2, 4])(
    'whose read shows %i times somebody who is gone is read again, and keeps nobody waiting',
    async (times) => {
      bench.gcp.faults.inject({ operation: SET, ...ABSENT(JANE), times });
      const [made] = (await bench.createMany(1)) as [Made];
      expect(await stateOf(made)).toBe('granted');
      expect(calls(SET)).toBe(times + 1);
    },
  );

  it('that shows for good somebody who is gone says where, and is not tried for a day', async () => {
    bench.gcp.serviceAccounts.create(JANE);
    bench.gcp.projects.setPolicy(PROJECT, {
      bindings: [{ role: 'roles/viewer', members: [`serviceAccount:${JANE}`] }],
    });
    bench.gcp.faults.inject({ operation: SET, ...ABSENT(JANE), times: 1_000 });
    const [made] = (await bench.createMany(1)) as [Made];
    expect(await reasonOf(made)).toMatchObject({
      code: 'orphan-principal',
      text: expect.stringContaining('in binding roles/viewer'),
    });
    const before = calls(SET);
    await bench.sweeps(10);
    expect(calls(SET)).toBe(before);
  });

  it('nearly full, exemptions from audit logs counted: the oldest get in, the newest hear the way out', async () => {
    const people = (count: number, name: string) =>
      Array.from({ length: count }, (_, place) => `user:${name}-${place}@acme.com`);
    const auditLogConfigs = [{ logType: 'DATA_READ', exemptedMembers: people(100, 'b') }];
    bench.gcp.projects.setPolicy(PROJECT, {
      bindings: [{ role: 'roles/x', members: people(1_396, 'a') }],
      auditConfigs: [{ service: 'allServices', auditLogConfigs }],
    });
    bench.gcp.faults.inject({ operation: SET, ...BUSY });
    const made = await bench.createMany(4);
    expect(await Promise.all(made.map(stateOf))).toEqual([
      'granted',
      'granted',
      'refused',
      'refused',
    ]);
    // One was busy; none was tried in vain.
    expect(calls(SET)).toBe(2);
    expect(await reasonOf(made[3] as Made)).toMatchObject({
      advice: expect.stringContaining('to a group'),
    });
    await gone(made[0] as Made);
    expect(await stateOf(made[2] as Made)).toBe('granted');
    expect(await stateOf(made[3] as Made)).toBe('refused');
  });

  it('nearly full says so, until somebody has made room', async () => {
    const members = Array.from({ length: 1_198 }, (_, place) => `user:a-${place}@acme.com`);
    bench.gcp.projects.setPolicy(PROJECT, { bindings: [{ role: 'roles/x', members }] });
    const [made] = (await bench.createMany(1)) as [Made];
    const told = () => JSON.stringify(bench.slack.messages[0]).includes('1,200 of 1,500 members');
    expect(told()).toBe(true);
    const { bindings = [] } = policy();
    const others = bindings.filter(({ role }) => role !== 'roles/x');
    bench.gcp.projects.setPolicy(PROJECT, { bindings: others });
    await bench.sweeps(2, 4 * 60 * MINUTE);
    expect(await stateOf(made)).toBe('granted');
    expect(told()).toBe(false);
    expect(calls(SET)).toBe(1);
  });

  it('that refuses one member by name: only that one is refused', async () => {
    const bad = await bench.create('bad');
    const message = `Invalid value at 'policy.bindings[3].members[0]': serviceAccount:${bad.identity}`;
    const wrong = { status: 400, code: 'INVALID_ARGUMENT', message, containing: bad.identity };
    bench.gcp.faults.inject({ operation: SET, ...wrong, times: 1_000 });
    const made = await bench.createMany(2);
    expect(await Promise.all(made.map(stateOf))).toEqual(['granted', 'granted']);
    expect(await reasonOf(bad)).toMatchObject({ code: 'malformed-policy' });
  });

  it('that only Google knows to be full: the newest hears what helps there', async () => {
    const message =
      'The number of members in the policy (1,501) is larger than the maximum allowed size 1,500.';
    const full = { status: 400, code: 'INVALID_ARGUMENT', message };
    bench.gcp.faults.inject({ operation: SET, ...full });
    const made = await bench.createMany(2);
    expect(await Promise.all(made.map(stateOf))).toEqual(['granted', 'refused']);
    expect(await reasonOf(made[1] as Made)).toMatchObject({
      code: 'policy-full',
      text: expect.not.stringContaining('..'),
      advice: expect.stringContaining('to a group'),
    });
  });

  it('with a crash after the write, a conflict, and the rule that swaps the role: the old one goes', async () => {
    const made = await bench.create('etl');
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    const { accesses } = bench.record;
    let writes = 0;
    const write: typeof accesses.write = async (...row) => {
      writes += 1;
      if (writes === 2) throw new Error('crash');
      return accesses.write(...row);
    };
    const crashing = {
      ...bench.tools,
      record: { ...bench.record, accesses: { ...accesses, write } },
    };
    await expect(grantAccess(`gcp-project/${PROJECT}`, crashing)).rejects.toThrow('crash');
    expect(holds(made, VIEWER)).toBe(true);
    const swapped = { analytics: ANALYTICS.analytics.replace('dataViewer', 'dataEditor') };
    bench.setRules(rulesReaching(swapped));
    bench.gcp.faults.inject({ operation: SET, ...CHANGED, times: 2 });
    await bench.deliver({ to: 'decide', key: made.id });
    await bench.drain();
    expect(
      [VIEWER, 'roles/bigquery.dataEditor', JOB_USER].map((role) => holds(made, role)),
    ).toEqual([false, true, true]);
  });

  it('closed to outsiders says whom to ask, leaves those in place, and takes back all the same', async () => {
    const [old] = (await bench.createMany(1)) as [Made];
    bench.gcp.projects.restrictSharing(PROJECT, () => false);
    const [next] = (await bench.createMany(1)) as [Made];
    expect(await reasonOf(next)).toMatchObject({ code: 'domain-restricted' });
    expect(holds(old, VIEWER)).toBe(true);
    await gone(old);
    expect(holds(old, VIEWER)).toBe(false);
  });
});

describe('a project that is closed to one outsider', () => {
  const closeTo = (...outsiders: readonly Made[]) => {
    const closed = outsiders.map(member);
    bench.gcp.projects.restrictSharing(PROJECT, (one) => !closed.includes(one));
  };
  const codesOf = (...made: readonly Made[]) =>
    Promise.all(made.map(async (one) => (await reasonOf(one))?.code));

  it('lets in those who come with it', async () => {
    const outsider = await bench.create('outsider');
    closeTo(outsider);
    const made = await bench.createMany(2);
    expect(await codesOf(outsider, ...made)).toEqual(['domain-restricted', undefined, undefined]);
    expect(made.map((one) => holds(one, VIEWER))).toEqual([true, true]);
  });

  it('lets in who comes after many of them were refused', async () => {
    const outsiders = [];
    for (let place = 0; place < 10; place += 1) outsiders.push(await bench.create(`out-${place}`));
    closeTo(...outsiders);
    await bench.drain();
    // More than a few of one kind are refused by one write.
    expect(calls(SET)).toBe(1);
    const made = await bench.createMany(2);
    expect(made.map((one) => holds(one, VIEWER))).toEqual([true, true]);
    expect(await codesOf(...outsiders)).toEqual(outsiders.map(() => 'domain-restricted'));
  });
});

describe('a project of several targets', () => {
  const LOGS = {
    logs: `gcpProject: {project: ${PROJECT}, roles: [roles/logging.viewer]}, connection: {id: logs}`,
  };

  it.each([
    ['that may not be given', 'grant-not-permitted'],
    ['that Google does not know there', 'malformed-policy'],
  ])('refuses only those of the role %s, and goes on taking back', async (_what, code) => {
    const [old] = (await bench.createMany(1)) as [Made];
    bench.setRules(rulesReaching({ ...ANALYTICS, ...LOGS }));
    if (code === 'grant-not-permitted') bench.gcp.projects.limitRoles(PROJECT, [VIEWER, JOB_USER]);
    else {
      const message = 'Role roles/logging.viewer is not supported for this resource.';
      const nonsense = { status: 400, code: 'INVALID_ARGUMENT', message };
      const containing = 'roles/logging.viewer';
      bench.gcp.faults.inject({ operation: SET, ...nonsense, containing, times: 1_000 });
    }
    const made = await bench.createMany(2);
    await bench.deliver({ to: 'decide', key: old.id });
    await bench.drain();
    for (const one of [old, ...made]) {
      expect([VIEWER, JOB_USER].map((role) => holds(one, role))).toEqual([true, true]);
      const accesses = await bench.accesses(one.id);
      expect(accesses.map(({ state, reason }) => [state, reason?.code])).toEqual([
        ['granted', undefined],
        ['refused', code],
      ]);
    }
    await gone(old);
    expect(holds(old, VIEWER)).toBe(false);
    expect(await stateOf(made[0] as Made)).toBe('granted');
  });
});

describe('a bucket with one update a second', () => {
  it('and 412, 429 and one who is hidden: the others get in, and it when it is seen', async () => {
    bench.setRules(rulesReaching(RAW));
    bench.gcp.buckets.create('acme-raw');
    const binding = { role: READER, members: ['user:Auditor@acme.com'], condition };
    bench.gcp.buckets.setPolicy('acme-raw', { version: 3, bindings: [binding] });
    bench.gcp.buckets.limitRate('acme-raw', 1_000);
    bench.gcp.faults.inject({ operation: SET_BUCKET, ...STALE, times: 2 });
    bench.gcp.faults.inject({ operation: SET_BUCKET, ...BUSY, times: 2 });
    const hidden = await bench.create('new', { visible: false });
    const [seen] = (await bench.createMany(1)) as [Made];
    const bucket = { bucket: 'acme-raw' };
    expect(holds(seen, READER, bucket)).toBe(true);
    expect(await reasonOf(hidden)).toMatchObject({ code: 'identity-not-visible' });
    bench.show(hidden.identity);
    await bench.sweeps(2);
    expect(holds(hidden, READER, bucket)).toBe(true);
    expect(bench.gcp.buckets.policy('acme-raw').bindings).toContainEqual(binding);
  });
});

describe('a dataset', () => {
  const NAME = `${PROJECT}:daily`;
  const FOREIGN = [
    { role: 'OWNER', specialGroup: 'projectOwners' },
    { view: { projectId: PROJECT, datasetId: 'shared', tableId: 'v' } },
    { routine: { projectId: PROJECT, datasetId: 'shared', routineId: 'r' } },
    { role: 'READER', userByEmail: 'Auditor@acme.com', condition },
  ];
  const place = { project: PROJECT, dataset: 'daily' };

  it('with a tombstone of ours and one of others, 412 and its rate: views and theirs survive', async () => {
    bench.setRules(rulesReaching(DAILY));
    bench.gcp.serviceAccounts.create(JANE);
    const theirs = { role: 'WRITER', userByEmail: JANE };
    bench.gcp.datasets.create(NAME, { access: [...FOREIGN, theirs], description: 'by day' });
    const [made] = (await bench.createMany(1)) as [Made];
    bench.gcp.serviceAccounts.delete(JANE);
    bench.gcp.serviceAccounts.delete(made.identity);
    bench.gcp.serviceAccounts.create(made.identity, { foreign: true });
    bench.gcp.faults.inject({ operation: PATCH, ...STALE, times: 2 });
    const message = 'Rate Limit Exceeded';
    bench.gcp.faults.inject({ operation: PATCH, status: 403, code: 'rateLimitExceeded', message });
    await bench.pass(12 * 60 * MINUTE);
    await bench.drain();
    expect(holds(made, VIEWER, place)).toBe(true);
    const access = bench.gcp.datasets.access(NAME);
    expect(access.slice(0, FOREIGN.length)).toEqual(FOREIGN);
    expect(JSON.stringify(access)).toContain(`deleted:serviceAccount:${JANE}`);
    expect(JSON.stringify(access)).not.toContain(`deleted:serviceAccount:${made.identity}`);
    await gone(made);
    expect(bench.gcp.datasets.access(NAME)).toHaveLength(FOREIGN.length + 1);
  });
});
