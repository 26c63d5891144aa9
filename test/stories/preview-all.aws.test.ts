import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listFault } from '../../local/astro/list-deployments.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({
    arn: SHARED_ROLE,
    trust: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'batch.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    },
  });
});
afterEach(() => bench.close());

async function previewAll(page: object = {}) {
  const { text, previewAll: found } = await operate(
    parseOrder({ action: 'preview-all', ...page }),
    bench.tools,
  );
  if (found === undefined) throw new Error('no preview');
  return { text, ...found };
}

const calls = (name: string) => bench.aws.faults.calls.get(name) ?? 0;
const standings = (found: Awaited<ReturnType<typeof previewAll>>) =>
  found.rows.map(({ deployment, changes, accesses }) => [
    deployment,
    changes,
    accesses.map(({ standing }) => standing).join(),
  ]);

describe('preview-all', () => {
  it('says of each Deployment what would change, and writes nothing', async () => {
    await bench.create('etl-1');
    await bench.drain();
    await bench.create('etl-2');
    const record = JSON.stringify(bench.store.snapshot());
    const trust = JSON.stringify(bench.aws.iam.readTrustPolicy(SHARED_ROLE));
    const found = await previewAll();
    expect(found).toMatchObject({ cloud: 'aws', deployments: 2, complete: true });
    expect(found.text).toBe('2 Deployments: 1 would change.');
    expect(standings(found).toSorted()).toEqual([
      ['etl-1', false, 'present'],
      ['etl-2', true, 'adding'],
    ]);
    expect(JSON.stringify(bench.store.snapshot())).toBe(record);
    expect(JSON.stringify(bench.aws.iam.readTrustPolicy(SHARED_ROLE))).toBe(trust);
  });

  it('reads the policy once, and asks Astro for its list alone', async () => {
    for (const name of ['etl-1', 'etl-2', 'etl-3']) await bench.create(name);
    const [roles, lists] = [calls('iam:GetRole'), bench.astro.faults.calls.get('GetDeployment')];
    await previewAll();
    expect(calls('iam:GetRole') - roles).toBe(1);
    expect(bench.astro.faults.calls.get('GetDeployment')).toBe(lists);
  });

  it('goes on where the page before ended', async () => {
    for (const name of ['etl-1', 'etl-2', 'etl-3']) await bench.create(name);
    const first = await previewAll({ limit: 2 });
    expect(first.rows).toHaveLength(2);
    expect(first.text).toContain('ask again with "after"');
    const second = await previewAll({ limit: 2, after: first.next });
    expect(second).toMatchObject({ deployments: 3, rows: [{}] });
    expect(second.next).toBeUndefined();
    const ids = [...first.rows, ...second.rows].map(({ deploymentId }) => deploymentId);
    expect(new Set(ids).size).toBe(3);
  });

  it('ends a page when its time is over', async () => {
    for (const name of ['etl-1', 'etl-2', 'etl-3']) await bench.create(name);
    const { now } = bench.tools.clock;
    let asked = 0;
    bench.tools.clock.now = () => {
      asked += 1;
      return new Date(now().getTime() + asked * 15_000);
    };
    const found = await previewAll();
    expect(found.rows.length).toBeLessThan(3);
    expect(found.next).toBe(found.rows.at(-1)?.deploymentId);
  });

  it('does not call unchanged what it could not see', async () => {
    await bench.create('etl-1');
    bench.aws.iam.deny('iam:GetRole', SHARED_ROLE);
    const found = await previewAll();
    expect(standings(found)).toEqual([['etl-1', false, 'unseen']]);
    expect(found.text).toBe('1 Deployment: no changes, 1 could not be seen whole.');
    expect(found.rows[0]?.accesses[0]?.problem).toMatchObject({ code: 'access-denied' });
  });

  it('leaves out those of another cloud, and says when the list did not add up', async () => {
    await bench.create('etl-1');
    bench.astro.create({ name: 'bq', cloud: 'gcp' });
    bench.astro.faults.inject(listFault('total-too-high'));
    expect(await previewAll()).toMatchObject({ deployments: 1, complete: false });
  });
});

describe('policies', () => {
  it('are shown as they stand, with what they can hold, or why not', async () => {
    const key = `aws-shared-role/${SHARED_ROLE}`;
    const targetKeys = [key, 'aws-shared-role/arn:aws:iam::999988887777:role/absent'];
    const order = parseOrder({ action: 'policies', targetKeys });
    const { policies } = await operate(order, bench.tools);
    expect(policies).toEqual([
      { targetKey: key, policy: bench.aws.iam.readTrustPolicy(SHARED_ROLE), quota: 2_048 },
      { targetKey: targetKeys[1], unreadable: expect.objectContaining({ code: 'target-gone' }) },
    ]);
  });

  it('are at most so many at a time', () => {
    const targetKeys = Array.from({ length: 21 }, () => 'gcp-project/acme');
    expect(() => parseOrder({ action: 'policies', targetKeys })).toThrow('at most 20');
  });
});
