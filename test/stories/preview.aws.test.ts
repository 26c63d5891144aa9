import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const BY_HAND = {
  Sid: 'ByHand',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching({ ...REDSHIFT, ...LAKE }));
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [BY_HAND] } });
});
afterEach(() => bench.close());

async function preview(deploymentId: string) {
  const answer = await operate(parseOrder({ action: 'preview', deploymentId }), bench.tools);
  if (answer.preview === undefined) throw new Error('no preview');
  return { text: answer.text, ...answer.preview };
}

const writes = () =>
  [...bench.aws.faults.calls].filter(([action]) => !/:(Get|List)|AssumeRole$/.test(action));

describe('preview', () => {
  it('shows each policy before and after of one that the record does not know, and writes nothing', async () => {
    const { id, identity } = await bench.create('etl');
    const record = JSON.stringify(bench.store.snapshot());
    const trust = JSON.stringify(bench.aws.iam.readTrustPolicy(SHARED_ROLE));
    bench.queue.length = 0;

    const { changes, policies, text } = await preview(id);
    expect({ changes, text }).toEqual({
      changes: true,
      text: 'etl: this would change. Nothing was written.',
    });
    const [shared, own] = policies;
    expect(shared).toMatchObject({ targets: ['redshift'], before: { Statement: [BY_HAND] } });
    expect(JSON.stringify(shared?.after)).toContain(identity);
    expect(JSON.stringify(shared?.after)).toContain(JSON.stringify(BY_HAND));
    expect(own).toMatchObject({
      targets: ['lake'],
      before: null,
      after: { attached: [expect.anything()] },
    });

    expect(JSON.stringify(bench.store.snapshot())).toBe(record);
    expect(JSON.stringify(bench.aws.iam.readTrustPolicy(SHARED_ROLE))).toBe(trust);
    expect(bench.aws.iam.roles()).toHaveLength(1);
    expect(bench.queue).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it('shows exactly what is written then', async () => {
    const { id } = await bench.create('etl');
    const [shared] = (await preview(id)).policies;
    await bench.drain();
    expect(bench.aws.iam.readTrustPolicy(SHARED_ROLE)).toEqual(shared?.after);
  });

  it('says that nothing changes once all is there', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    const after = await preview(id);
    expect(after).toMatchObject({ changes: false, text: 'etl: no changes.' });
    expect(after.policies.map(({ accesses }) => accesses[0]?.standing)).toEqual([
      'present',
      'present',
    ]);
  });

  it.each(['preview', 'approve'])(
    'shows in mode %s what would be given, and what it waits for',
    async (mode) => {
      bench.setRules(rulesReaching(REDSHIFT, mode));
      const { id } = await bench.create('etl');
      await bench.drain();
      const { policies } = await preview(id);
      const code = mode === 'approve' ? 'approval' : 'preview';
      expect(policies).toMatchObject([
        { changes: true, accesses: [{ standing: 'adding', problem: { code } }] },
      ]);
    },
  );

  it('adds nothing that a person denied', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    await operate(parseOrder({ action: 'deny', deploymentId: id }), bench.tools);
    await bench.drain();
    expect(await preview(id)).toMatchObject({
      changes: false,
      policies: [{ accesses: [{ problem: { code: 'denied' } }] }, {}],
    });
  });

  it('says what is refused, and why', async () => {
    const { id } = await bench.create('etl');
    bench.aws.iam.deleteRole(SHARED_ROLE);
    const { policies } = await preview(id);
    expect(policies[0]).toMatchObject({ changes: false, unreadable: { code: 'target-gone' } });
    expect(policies[1]).toMatchObject({ changes: true });
  });

  it('counts what the same write does for other Deployments', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    await bench.create('other');
    await bench.deliver(bench.queue.shift() ?? { to: 'decide', key: '' });
    const { policies } = await preview(id);
    expect(policies[0]).toMatchObject({ changes: true, others: 1 });
  });

  it('shows what new rules would change, though the record still has the old', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    bench.setRules(
      rulesReaching({ redshift: REDSHIFT.redshift.replace('}', ', externalId: acme}') }),
    );
    const { policies } = await preview(id);
    const shared = policies.find(({ targets }) => targets.includes('redshift'));
    expect(JSON.stringify(shared?.after)).toContain('acme');
    const lake = policies.find(({ targets }) => targets.includes('lake'));
    expect(lake).toMatchObject({ changes: false, accesses: [{ problem: { code: 'ending' } }] });
  });

  it.each([[`c${'0'.repeat(24)}`, 'Astro knows no Deployment']])(
    'says of %s that nobody knows it',
    async (id, complaint) => {
      await expect(preview(id)).rejects.toThrow(complaint);
    },
  );
});
