import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { ANALYTICS, PROJECT, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const ROLES = ['roles/bigquery.dataViewer', 'roles/bigquery.jobUser'];
const ADOPTING = rulesReaching({ analytics: `${ANALYTICS.analytics}, adopt: true` });

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', ADOPTING);
  bench.gcp.projects.create(PROJECT);
});
afterEach(() => bench.close());

const policy = () => bench.gcp.projects.policy(PROJECT);
const writes = () => bench.gcp.faults.calls.get('cloudresourcemanager.projects.setIamPolicy') ?? 0;

async function trusted() {
  const made = await bench.create('etl');
  const members = [`serviceAccount:${made.identity}`, 'user:jane@example.com'];
  const bindings = ROLES.map((role) => ({ role, members }));
  bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings });
  await bench.drain();
  return made;
}

async function gone(id: string) {
  for (let count = 0; count < 9; count += 1) await bench.create(`other-${count}`);
  await bench.drain();
  bench.astro.remove(id);
  for (let minute = 0; minute < 8; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

describe('grantAccess on a project that is adopted', () => {
  it('writes down as ours what is there, and writes no policy', async () => {
    const { id, identity } = await trusted();
    expect(writes()).toBe(0);
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({
      state: 'granted',
      placed: [{ identity, specification: { roles: ROLES } }],
    });
    expect(access).not.toHaveProperty('byHand');
  });

  it('takes it back when the Deployment is gone, and nobody else', async () => {
    const { id, identity } = await trusted();
    await gone(id);
    expect(JSON.stringify(policy())).not.toContain(identity);
    expect(policy().bindings?.[0]?.members).toContain('user:jane@example.com');
  });

  it('begins with those of before as soon as the rules say so, and tells of it', async () => {
    bench.setRules(rulesReaching(ANALYTICS));
    const { id, identity } = await trusted();
    expect(await bench.accesses(id)).toMatchObject([{ byHand: true, placed: [] }]);
    bench.setRules(ADOPTING);
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted', placed: [{ identity }] }]);
    expect(writes()).toBe(0);
    const events = (await bench.record.history.of(id)).filter(
      ({ event }) => event === 'access.granted',
    );
    expect(events).toHaveLength(2);
  });

  it('leaves it to its owner without being told, also when the Deployment is gone', async () => {
    bench.setRules(rulesReaching(ANALYTICS));
    const { id, identity } = await trusted();
    await gone(id);
    for (const role of ROLES) {
      expect(bench.gcp.canAct(`serviceAccount:${identity}`, role, { project: PROJECT })).toBe(true);
    }
  });
});
