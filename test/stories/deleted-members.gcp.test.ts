import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '../../local/gcp/clouds.ts';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { ANALYTICS, DAILY, PROJECT, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const SET = 'cloudresourcemanager.projects.setIamPolicy';
const JANE = 'jane@acme-analytics.iam.gserviceaccount.com';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(ANALYTICS));
  bench.gcp.projects.create(PROJECT);
});
afterEach(() => bench.close());

/** One whose account was deleted while somebody's own binding named it, and made again. */
async function buried() {
  const made = await bench.create('etl');
  const binding = { role: 'roles/logging.viewer', members: [`serviceAccount:${made.identity}`] };
  bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings: [binding] });
  bench.gcp.serviceAccounts.delete(made.identity);
  return made;
}

describe('grantAccess, of a member that Google shows as deleted,', () => {
  it.each([
    ['that is gone', false],
    ['that was made again', true],
  ])('says of one %s where it stands, and not that it cannot be seen yet', async (_what, again) => {
    const { id, identity } = await buried();
    if (again) bench.gcp.serviceAccounts.create(identity, { foreign: true });
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'waiting', reason: { code: 'identity-deleted' } });
    expect(access?.reason?.text).toContain('in binding roles/logging.viewer');
    expect(access?.reason?.text).not.toContain('yet');
    expect(access?.reason?.advice).toContain('owns binding roles/logging.viewer');
  });

  it('says the same when its patience is over', async () => {
    const { id } = await buried();
    await bench.drain();
    for (let minute = 0; minute < 40; minute += 5) {
      await bench.pass(5 * MINUTE);
      await bench.drain();
    }
    expect(await bench.accesses(id)).toMatchObject([
      { state: 'refused', reason: { code: 'identity-deleted' } },
    ]);
  });

  it('says of one of our own that it is gone', async () => {
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    bench.gcp.serviceAccounts.delete(identity);
    await bench.pass(7.5 * 60 * MINUTE);
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([
      { reason: { code: 'identity-deleted', text: expect.stringContaining('jobUser') } },
    ]);
  });
});

describe('grantAccess, of members of ours that are gone and that a policy shows as living,', () => {
  const KINDS = {
    project: { operation: SET, place: { project: PROJECT } },
    dataset: {
      operation: 'bigquery.datasets.patch',
      place: { project: PROJECT, dataset: 'daily' },
    },
  };
  const VIEWER = 'roles/bigquery.dataViewer';
  const holds = ({ identity }: { readonly identity: string }, place: Resource) =>
    bench.gcp.canAct(`serviceAccount:${identity}`, VIEWER, place);

  it.each(Object.entries(KINDS))(
    'keeps nobody out of a %s for them, and gives it to them when they are seen',
    async (_kind, { operation, place }) => {
      bench.setRules(rulesReaching({ ...('dataset' in place ? DAILY : ANALYTICS) }));
      bench.gcp.datasets.create(`${PROJECT}:daily`);
      const [stays, ...vanished] = await bench.createMany(3);
      for (const { identity } of vanished) {
        const message = `Service account ${identity} does not exist.`;
        const fault = { operation, status: 400, code: 'INVALID_ARGUMENT', message };
        bench.gcp.faults.inject({
          ...fault,
          containing: `"${prefix(place)}${identity}"`,
          times: 99,
        });
      }
      const [newcomer] = await bench.createMany(1);
      expect(vanished.map((one) => holds(one, place))).toEqual([false, false]);
      expect([stays, newcomer].map((one) => one && holds(one, place))).toEqual([true, true]);
      for (const { id } of vanished) {
        expect(await bench.accesses(id)).toMatchObject([
          { state: 'waiting', reason: { code: 'identity-not-visible' } },
        ]);
      }
      bench.gcp.faults.clear();
      await bench.sweeps(2);
      expect(vanished.map((one) => holds(one, place))).toEqual([true, true]);
    },
  );

  const prefix = (place: Resource) => ('dataset' in place ? '' : 'serviceAccount:');

  it('takes nothing from one who is seen again while it is read again', async () => {
    const [one] = await bench.createMany(1);
    const message = `Service account ${one?.identity} does not exist.`;
    const fault = { operation: SET, status: 400, code: 'INVALID_ARGUMENT', message };
    bench.gcp.faults.inject({ ...fault, times: 7 });
    const [newcomer] = await bench.createMany(1);
    const place = { project: PROJECT };
    expect([one, newcomer].map((made) => made && holds(made, place))).toEqual([true, true]);
  });
});

describe('grantAccess, of somebody else’s member that does not exist,', () => {
  it('names the binding that keeps Google from taking the policy', async () => {
    const binding = { role: 'roles/logging.viewer', members: [`serviceAccount:${JANE}`] };
    bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings: [binding] });
    const message = `Service account ${JANE} does not exist.`;
    const fault = { operation: SET, status: 400, code: 'INVALID_ARGUMENT', message };
    bench.gcp.faults.inject({ ...fault, times: 100 });
    const { id } = await bench.create('etl');
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'refused', reason: { code: 'orphan-principal' } });
    expect(access?.reason?.advice).toContain('owns binding roles/logging.viewer must remove');
  });

  it('names the entry of a dataset', async () => {
    bench.setRules(rulesReaching(DAILY));
    bench.gcp.serviceAccounts.create(JANE);
    const entries = [{ role: 'READER', userByEmail: JANE }];
    bench.gcp.datasets.create(`${PROJECT}:daily`, { access: entries });
    const message = `IAM setPolicy failed for Dataset daily: Service account ${JANE} does not exist.`;
    const operation = 'bigquery.datasets.patch';
    bench.gcp.faults.inject({ operation, status: 400, code: 'invalid', message, times: 100 });
    const { id } = await bench.create('etl');
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access?.reason?.advice).toContain('owns entry READER must remove');
  });
});
