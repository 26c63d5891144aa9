import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const JANE = 'arn:aws:iam::999988887777:role/jane';
const ADOPTING = rulesReaching({ redshift: `${REDSHIFT.redshift}, adopt: true` });
const byHand = (...AWS: readonly string[]) =>
  ({ Sid: 'Team', Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }) as const;

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', ADOPTING);
  bench.aws.iam.addPrincipal(JANE);
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [byHand(JANE)] } });
});
afterEach(() => bench.close());

const trust = () => bench.aws.iam.readTrustPolicy(SHARED_ROLE);
const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);
const writes = () => bench.aws.faults.calls.get('iam:UpdateAssumeRolePolicy') ?? 0;

/** One whom somebody trusted by hand before we came to it. */
async function trusted() {
  const made = await bench.create('etl');
  const Statement = [byHand(JANE, made.identity)];
  bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Version: '2012-10-17', Statement });
  return made;
}

async function gone(id: string) {
  bench.astro.remove(id);
  for (let minute = 0; minute < 8; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

/** So many others that the end of one stops no breaker. */
async function others() {
  for (let count = 0; count < 9; count += 1) await bench.create(`other-${count}`);
  await bench.drain();
}

describe('grantAccess on a target that adopts', () => {
  it('moves the identity in one write into our statement, and leaves the others', async () => {
    const { id, identity } = await trusted();
    await bench.drain();
    expect(writes()).toBe(1);
    expect(trust().Statement).toMatchObject([
      { Sid: 'Team', Principal: { AWS: [JANE] } },
      { Principal: { AWS: [identity] } },
    ]);
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'granted', placed: [{ identity }] });
    expect(access).not.toHaveProperty('byHand');
    expect(bench.slack.messages[0]?.text).toContain('ready');
  });

  it('takes it back when the Deployment is gone', async () => {
    const { id, identity } = await trusted();
    await others();
    await gone(id);
    expect(canAssume(identity)).toBe(false);
    expect(canAssume(JANE)).toBe(true);
  });

  it('has written down what it moves before it moves it', async () => {
    const { id, identity } = await trusted();
    const fault = { status: 500, code: 'ServiceFailure', message: 'down', times: 100 };
    bench.aws.faults.inject({ operation: 'iam:UpdateAssumeRolePolicy', ...fault });
    await expect(bench.drain()).rejects.toThrow();
    expect(await bench.accesses(id)).toMatchObject([{ placed: [{ identity }] }]);
    expect(canAssume(identity)).toBe(true);
    bench.aws.faults.clear();
    await bench.pass(3 * MINUTE);
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted', placed: [{ identity }] }]);
  });

  it('begins with those of before as soon as the rules say so', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const { id, identity } = await trusted();
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([
      { state: 'granted', byHand: true, placed: [] },
    ]);
    expect(writes()).toBe(0);
    bench.setRules(ADOPTING);
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'granted', placed: [{ identity }] });
    expect(access).not.toHaveProperty('repairs');
    expect(access).not.toHaveProperty('drift');
  });

  it('takes what its owner says more plainly for nothing that somebody took out', async () => {
    const { id, identity } = await bench.create('etl');
    const wider = { ...byHand(identity), Action: ['sts:AssumeRole', 'sts:TagSession'] };
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Statement: [wider] });
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted', byHand: true }]);
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Statement: [byHand(identity)] });
    await bench.pass(7.5 * 60 * MINUTE);
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'granted', placed: [{ identity }] });
    expect(access).not.toHaveProperty('repairs');
    expect(access).not.toHaveProperty('drift');
  });

  it('leaves it to its owner without being told, also when the Deployment is gone', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const { id, identity } = await trusted();
    await others();
    await gone(id);
    expect(canAssume(identity)).toBe(true);
    expect(trust().Statement).toMatchObject([{ Principal: { AWS: [JANE, identity] } }, {}]);
  });
});
