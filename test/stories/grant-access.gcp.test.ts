import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { ANALYTICS, IMPERSONATE, LOADER, PROJECT, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const VIEWER = 'roles/bigquery.dataViewer';
const JOB_USER = 'roles/bigquery.jobUser';
const CONDITION = {
  title: 'audit',
  expression: 'request.time < timestamp("2027-01-01T00:00:00Z")',
};
const FOREIGN = [
  { role: 'roles/owner', members: ['user:platform@example.com'] },
  { role: JOB_USER, members: ['group:analysts@example.com'] },
  { role: VIEWER, members: ['user:auditor@example.com'], condition: CONDITION },
];
const AUDIT = [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }];
const SET = 'cloudresourcemanager.projects.setIamPolicy';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(ANALYTICS));
  bench.gcp.projects.create(PROJECT);
  bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings: FOREIGN, auditConfigs: AUDIT });
  bench.gcp.serviceAccounts.create(LOADER);
});
afterEach(() => bench.close());

const policy = () => bench.gcp.projects.policy(PROJECT);
const isIn = (identity: string) =>
  [VIEWER, JOB_USER].every((role) =>
    bench.gcp.canAct(`serviceAccount:${identity}`, role, { project: PROJECT }),
  );
const calls = (operation: string) => bench.gcp.faults.calls.get(operation) ?? 0;

async function gone(id: string) {
  bench.astro.remove(id);
  for (let minute = 0; minute < 8; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

describe('grantAccess on a project', () => {
  it('binds the member beside conditions, audit configuration and everybody else', async () => {
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    expect(isIn(identity)).toBe(true);
    const { bindings = [] } = policy();
    expect(bindings).toContainEqual(FOREIGN[0]);
    expect(bindings).toContainEqual(FOREIGN[2]);
    expect(policy()).toMatchObject({ version: 3, auditConfigs: AUDIT });
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('is one write for many', async () => {
    for (let count = 0; count < 12; count += 1) await bench.create(`etl-${count}`);
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    await bench.drain();
    expect(calls(SET)).toBe(1);
  });

  it('reads policy and rows again after each conflict', async () => {
    const first = await bench.create('etl');
    bench.gcp.faults.inject({
      operation: SET,
      status: 409,
      code: 'ABORTED',
      message: 'There were concurrent policy changes.',
      times: 3,
    });
    await bench.drain();
    expect(isIn(first.identity)).toBe(true);
  });

  it('lets one wait whom Google does not know, and grants the others at once', async () => {
    const hidden = await bench.create('new', { visible: false });
    const seen = await bench.create('etl');
    await bench.drain();
    expect(isIn(seen.identity)).toBe(true);
    expect(await bench.accesses(hidden.id)).toMatchObject([
      { state: 'waiting', reason: { code: 'identity-not-visible' } },
    ]);
    bench.show(hidden.identity);
    await bench.pass(MINUTE);
    await bench.drain();
    expect(isIn(hidden.identity)).toBe(true);
  });

  it.each([
    ['Policy update access denied.', 403, 'grant-not-permitted'],
    ['The caller does not have permission', 403, 'access-denied'],
    [
      'One or more users named in the policy do not belong to a permitted customer.',
      400,
      'domain-restricted',
    ],
  ])(
    'writes down “%s” with what to do, and does not try for a day',
    async (message, status, code) => {
      bench.gcp.faults.inject({ operation: SET, status, code: 'REFUSED', message, times: 100 });
      const { id } = await bench.create('etl');
      await bench.drain();
      const [access] = await bench.accesses(id);
      expect(access).toMatchObject({ state: 'refused', reason: { code } });
      expect(access?.reason?.advice.length).toBeGreaterThan(20);
      const before = calls(SET);
      await bench.pass(6 * 60 * MINUTE);
      await bench.drain();
      expect(calls(SET)).toBe(before);
    },
  );

  it('takes back what it gave when the Deployment is gone, and nothing else', async () => {
    for (let count = 0; count < 9; count += 1) await bench.create(`etl-${count}`);
    const { id, identity } = await bench.create('last');
    await bench.drain();
    await gone(id);
    expect(isIn(identity)).toBe(false);
    expect(JSON.stringify(policy())).not.toContain(identity);
    expect(policy().bindings).toContainEqual(FOREIGN[2]);
  });

  it('takes the tombstone too, when the account went before the access did', async () => {
    for (let count = 0; count < 9; count += 1) await bench.create(`etl-${count}`);
    const { id, identity } = await bench.create('last');
    await bench.drain();
    bench.gcp.serviceAccounts.delete(identity);
    await gone(id);
    expect(JSON.stringify(policy())).not.toContain(identity);
  });

  it('leaves a role to whoever gave it by hand', async () => {
    const { id, identity } = await bench.create('etl');
    const byHand = { role: VIEWER, members: [`serviceAccount:${identity}`] };
    bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings: [...FOREIGN, byHand] });
    await bench.drain();
    expect(isIn(identity)).toBe(true);
    for (let count = 0; count < 9; count += 1) await bench.create(`other-${count}`);
    await bench.drain();
    await gone(id);
    const holds = (role: string) =>
      bench.gcp.canAct(`serviceAccount:${identity}`, role, { project: PROJECT });
    expect([VIEWER, JOB_USER].map(holds)).toEqual([true, false]);
  });

  it('swaps the roles when the target does, also after a crash between write and record', async () => {
    const { identity, id } = await bench.create('etl');
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    const { write } = bench.record.accesses;
    let writes = 0;
    const crashing = {
      ...bench.record,
      accesses: {
        ...bench.record.accesses,
        write: async (...args: Parameters<typeof write>) => {
          writes += 1;
          if (writes === 2) throw new Error('crash');
          return write(...args);
        },
      },
    };
    const { grantAccess } = await import('../../shared/stories/grant-access.ts');
    const target = `gcp-project/${PROJECT}`;
    await expect(grantAccess(target, { ...bench.tools, record: crashing })).rejects.toThrow(
      'crash',
    );
    expect(isIn(identity)).toBe(true);
    const swapped = { analytics: ANALYTICS.analytics.replace('dataViewer', 'dataEditor') };
    bench.setRules(rulesReaching(swapped));
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    const member = `serviceAccount:${identity}`;
    expect(bench.gcp.canAct(member, 'roles/bigquery.dataEditor', { project: PROJECT })).toBe(true);
    expect(bench.gcp.canAct(member, VIEWER, { project: PROJECT })).toBe(false);
  });
});

describe('grantAccess on a service account', () => {
  beforeEach(() => bench.setRules(rulesReaching(IMPERSONATE)));

  it('lets the identity impersonate it', async () => {
    const { identity } = await bench.create('etl');
    await bench.drain();
    const role = 'roles/iam.serviceAccountTokenCreator';
    const resource = { serviceAccount: LOADER };
    expect(bench.gcp.canAct(`serviceAccount:${identity}`, role, resource)).toBe(true);
  });
});
