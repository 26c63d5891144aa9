import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT, 'approve'));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);

async function created() {
  const one = await bench.create('etl');
  await bench.drain();
  return one;
}

async function ask(payload: object) {
  const answer = await operate(parseOrder(payload), bench.tools);
  await bench.drain();
  return answer;
}

describe('operate', () => {
  it('grants what is approved, and nothing before', async () => {
    const { id: deploymentId, identity } = await created();
    expect(canAssume(identity)).toBe(false);
    expect(await bench.accesses(deploymentId)).toMatchObject([{ reason: { code: 'approval' } }]);
    await ask({ deploymentId, action: 'approve', by: 'jane@acme.example' });
    expect(canAssume(identity)).toBe(true);
    const history = await bench.record.history.of(deploymentId);
    expect(history).toContainEqual(
      expect.objectContaining({ event: 'decision.approved', by: 'jane@acme.example' }),
    );
  });

  it('asks no more for what nobody approved within seven days, until somebody wants it', async () => {
    const { id: deploymentId, identity } = await created();
    const head = () => JSON.stringify(bench.slack.messages[0]);
    expect(head()).toContain('Open until');
    await bench.pass(7 * 24 * 60 * MINUTE);
    await bench.drain();
    const lapsed = [{ state: 'refused', reason: { code: 'approval-lapsed' } }];
    expect(await bench.accesses(deploymentId)).toMatchObject(lapsed);
    expect(head()).toContain('Nobody approved it within seven days');
    // Looked at again, it stays so.
    await ask({ deploymentId, action: 'refresh' });
    await bench.pass(24 * 60 * MINUTE);
    await bench.drain();
    expect(await bench.accesses(deploymentId)).toMatchObject(lapsed);
    await ask({ deploymentId, action: 'retry' });
    expect(await bench.accesses(deploymentId)).toMatchObject([{ reason: { code: 'approval' } }]);
    await bench.pass(6 * 24 * 60 * MINUTE);
    await ask({ deploymentId, action: 'approve' });
    expect(canAssume(identity)).toBe(true);
  });

  it('grants what is approved after it lapsed', async () => {
    const { id: deploymentId, identity } = await created();
    await bench.pass(8 * 24 * 60 * MINUTE);
    await bench.drain();
    await ask({ deploymentId, action: 'approve' });
    expect(canAssume(identity)).toBe(true);
  });

  it('takes back what is denied, also when it is decided again', async () => {
    const { id: deploymentId, identity } = await created();
    await ask({ deploymentId, action: 'approve' });
    await ask({ deploymentId, action: 'deny' });
    expect(canAssume(identity)).toBe(false);
    await ask({ deploymentId, action: 'refresh' });
    await bench.pass(10 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(false);
  });

  it('asks for another approval of another specification', async () => {
    const { id: deploymentId, identity } = await created();
    await ask({ deploymentId, action: 'approve' });
    const other = { redshift: `${REDSHIFT.redshift.replace('}', ', externalId: acme-airflow}')}` };
    bench.setRules(rulesReaching(other, 'approve'));
    await ask({ deploymentId, action: 'refresh' });
    expect(bench.aws.iam.canAssume(SHARED_ROLE, identity, 'acme-airflow')).toBe(true);
    expect(await bench.accesses(deploymentId)).toMatchObject([{ reason: { code: 'approval' } }]);
    expect(JSON.stringify(bench.aws.iam.readTrustPolicy(SHARED_ROLE))).not.toContain(
      'acme-airflow',
    );
  });

  it('holds what stands as it stands, and lets it go on', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const { id: deploymentId, identity } = await created();
    await ask({ deploymentId, action: 'hold' });
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Statement: [] });
    await bench.pass(12 * 60 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(false);
    await ask({ deploymentId, action: 'release' });
    expect(canAssume(identity)).toBe(true);
  });

  it('does not approve what it releases', async () => {
    const { id: deploymentId, identity } = await created();
    await ask({ deploymentId, action: 'hold' });
    await ask({ deploymentId, action: 'release' });
    expect(canAssume(identity)).toBe(false);
  });

  it('tries again at once what was refused for a day', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    bench.aws.iam.deny('iam:UpdateAssumeRolePolicy');
    const { id: deploymentId, identity } = await created();
    bench.aws.iam.allowAll();
    const { accesses } = await ask({ deploymentId, action: 'status' });
    expect(accesses).toMatchObject([{ target: 'redshift', state: 'refused' }]);
    await ask({ deploymentId, action: 'retry' });
    expect(canAssume(identity)).toBe(true);
  });

  it('keeps an approval through a retry', async () => {
    const { id: deploymentId, identity } = await created();
    await ask({ deploymentId, action: 'approve' });
    await ask({ deploymentId, action: 'retry' });
    expect(canAssume(identity)).toBe(true);
  });

  it('writes no policy while it is paused, says so, and goes on afterwards', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const at = bench.tools.clock.now().toISOString();
    await bench.record.pause.set({ by: 'jane@acme.example', at });
    const { identity } = await created();
    await bench.deliver({ to: 'notify', key: 'installation' });
    expect(canAssume(identity)).toBe(false);
    expect(bench.aws.faults.calls.has('iam:GetRole')).toBe(false);
    const texts = JSON.stringify(bench.slack.messages);
    expect(texts).toContain('paused by jane@acme.example');
    expect(texts).toContain('Paused by jane@acme.example');
    await bench.record.pause.set(undefined);
    await bench.pass(5 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
  });

  it('says that it knows no such Deployment', async () => {
    const order = { deploymentId: `c${'1'.repeat(24)}`, action: 'hold' };
    await expect(ask(order)).rejects.toThrow('refresh it first');
  });

  it('knows a Deployment by its name, and by one of its accesses', async () => {
    const { id, identity } = await created();
    const [access] = await bench.accesses(id);
    await ask({ action: 'hold', deployment: 'etl' });
    expect(await bench.accesses(id)).toMatchObject([{ reason: { code: 'held' } }]);
    await ask({ action: 'approve', accessId: access?.accessId });
    expect(canAssume(identity)).toBe(true);
  });

  it.each([
    [{ deployment: 'nobody' }, 'the record has no Deployment called nobody'],
    [{ accessId: '0123456789abcdef' }, 'the record has no access 0123456789abcdef'],
    [{ deployment: 'etl' }, 'there is more than one Deployment called etl: say which by its id'],
  ])('does not guess whom %j means', async (subject, complaint) => {
    await created();
    await created();
    await expect(ask({ action: 'deny', ...subject })).rejects.toThrow(complaint);
  });
});
