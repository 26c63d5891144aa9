import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { operate } from '../../../shared/stories/operate.ts';
import { ANALYTICS, LAKE, PROJECT, REDSHIFT, rulesReaching, SHARED_ROLE } from '../rules.ts';
import { openWorkbench, type Workbench } from '../workbench.ts';

const JANE = 'jane@acme.example';
let bench: Workbench;
afterEach(() => bench.close());

async function onAws(rules: string) {
  bench = await openWorkbench('aws', rules);
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
}

async function created(name = 'etl') {
  const made = await bench.create(name);
  await bench.drain();
  return made;
}

const accessOf = async (id: string) => (await bench.accesses(id))[0];
const reads = () => bench.aws.faults.calls.get('iam:GetRole') ?? 0;

// Google's libraries take their time to load on a busy machine.
jest.setTimeout(30_000);

describe('grantAccess, of what waits for an approval,', () => {
  it.each(['approve', 'preview'])(
    'in mode %s, shows what granting it would change',
    async (mode) => {
      await onAws(rulesReaching(REDSHIFT, mode));
      const { id, identity } = await created();
      const { proposal, state } = (await accessOf(id)) ?? {};
      expect(state).toBe('waiting');
      expect(proposal?.diff).toMatch(new RegExp(`^\\+ .*${identity}`, 'm'));
      expect(proposal?.diff).not.toMatch(/^- .*Principal/m);
      expect(proposal?.at).toEqual(expect.any(String));
      expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(false);
    },
  );

  it('shows of a role of its own all that would be made', async () => {
    await onAws(rulesReaching(LAKE, 'approve'));
    const { id, identity } = await created();
    const diff = (await accessOf(id))?.proposal?.diff;
    expect(diff).toMatch(/^\+ .*policy\/lake-read/m);
    expect(diff).toContain(identity);
  });

  it('shows the members on Google Cloud', async () => {
    bench = await openWorkbench('gcp', rulesReaching(ANALYTICS, 'approve'));
    bench.gcp.projects.create(PROJECT);
    const { id, identity } = await created();
    const diff = (await accessOf(id))?.proposal?.diff;
    expect(diff).toMatch(new RegExp(`^\\+ .*serviceAccount:${identity}`, 'm'));
    expect(diff).toContain('roles/bigquery.jobUser');
  });

  it('shows of each its own, and not what others wait for', async () => {
    await onAws(rulesReaching(REDSHIFT, 'approve'));
    const one = await created('one');
    const two = await created('two');
    expect((await accessOf(two.id))?.proposal?.diff).toContain(two.identity);
    expect((await accessOf(two.id))?.proposal?.diff).not.toContain(one.identity);
  });

  it('says so where nothing would change, and why where it would be refused', async () => {
    await onAws(rulesReaching(REDSHIFT, 'approve'));
    const one = await bench.create('one');
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, {
      Statement: [{ Effect: 'Allow', Principal: { AWS: one.identity }, Action: 'sts:AssumeRole' }],
    });
    await bench.drain();
    expect((await accessOf(one.id))?.proposal?.diff).toContain('there already');
    bench.aws.iam.setQuota({ trustPolicySize: 200 });
    await bench.pass(2 * HOUR);
    const two = await created('two');
    expect((await accessOf(two.id))?.proposal?.diff).toContain('has no room for it');
  });

  it('reads no policy for it that it would not have read', async () => {
    await onAws(rulesReaching(REDSHIFT, 'approve'));
    await created();
    expect(reads()).toBe(1);
  });

  it('tells of it once, and makes it anew only when something else is wanted', async () => {
    await onAws(rulesReaching(REDSHIFT, 'approve'));
    const { id } = await created();
    const first = (await accessOf(id))?.proposal;
    await created('another');
    await bench.pass(MINUTE);
    const told = bench.queue.filter(({ to, key }) => to === 'notify' && key === id);
    expect(told).toEqual([]);
    await bench.drain();
    expect((await accessOf(id))?.proposal).toEqual(first);
    bench.setRules(
      rulesReaching({ redshift: REDSHIFT.redshift.replace('}', ', externalId: acme}') }, 'approve'),
    );
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    expect((await accessOf(id))?.proposal?.diff).toContain('acme');
  });

  it('has no more of it once somebody has decided', async () => {
    await onAws(rulesReaching(REDSHIFT, 'approve'));
    const { id } = await created();
    await operate({ action: 'hold', deploymentId: id, by: JANE }, bench.tools);
    await bench.drain();
    expect(await accessOf(id)).not.toHaveProperty('proposal');
    await operate({ action: 'approve', deploymentId: id, by: JANE }, bench.tools);
    await bench.drain();
    expect(await accessOf(id)).toMatchObject({ state: 'granted' });
    expect(await accessOf(id)).not.toHaveProperty('proposal');
  });
});
