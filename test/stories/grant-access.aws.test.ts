import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const FOREIGN = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({
    arn: SHARED_ROLE,
    trust: { Version: '2012-10-17', Statement: [FOREIGN] },
  });
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
});
afterEach(() => bench.close());

const trust = () => bench.aws.iam.readTrustPolicy(SHARED_ROLE);
const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);
const calls = (operation: string) => bench.aws.faults.calls.get(operation) ?? 0;
const targetKey = `aws-shared-role/${SHARED_ROLE}`;

describe('grantAccess on a shared role', () => {
  it('adds the identity beside what others wrote, and says so', async () => {
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    expect(trust().Statement).toContainEqual(FOREIGN);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
    expect(bench.slack.messages[0]?.text).toContain('ready');
  });

  it('calls no cloud for a message that finds nothing to do', async () => {
    await bench.create('etl');
    await bench.drain();
    const before = calls('iam:GetRole');
    for (let time = 0; time < 5; time += 1) await bench.deliver({ to: 'target', key: targetKey });
    expect(calls('iam:GetRole')).toBe(before);
  });

  it('makes one write of many Deployments', async () => {
    for (let count = 0; count < 12; count += 1) await bench.create(`etl-${count}`);
    const decisions = bench.queue.splice(0);
    for (const message of decisions) await bench.deliver(message);
    await bench.drain();
    expect(calls('iam:UpdateAssumeRolePolicy')).toBe(1);
  });

  it('lets one wait whom IAM cannot see, grants the others, and grants it when it is seen', async () => {
    const hidden = await bench.create('new', { visible: false });
    const seen = await bench.create('etl');
    await bench.drain();
    expect(canAssume(seen.identity)).toBe(true);
    const [access] = await bench.accesses(hidden.id);
    expect(access).toMatchObject({ state: 'waiting', reason: { code: 'identity-not-visible' } });
    bench.show(hidden.identity);
    await bench.pass(MINUTE);
    await bench.drain();
    expect(canAssume(hidden.identity)).toBe(true);
    expect(await bench.accesses(hidden.id)).toMatchObject([{ state: 'granted' }]);
  });

  it('calls a person when IAM cannot see an identity for half an hour', async () => {
    const hidden = await bench.create('new', { visible: false });
    await bench.drain();
    for (let minute = 0; minute < 40; minute += 5) {
      await bench.pass(5 * MINUTE);
      await bench.drain();
    }
    expect(await bench.accesses(hidden.id)).toMatchObject([
      { state: 'refused', reason: { code: 'identity-never-visible' } },
    ]);
  });

  it('refuses the newest at the wall and leaves those in place', async () => {
    bench.aws.iam.setQuota({ trustPolicySize: 700 });
    const many = [];
    for (let count = 0; count < 12; count += 1) {
      many.push(await bench.create(`etl-${count}`));
      await bench.drain();
    }
    const states = await Promise.all(
      many.map(async ({ id }) => (await bench.accesses(id))[0]?.state),
    );
    const granted = states.filter((state) => state === 'granted').length;
    expect(granted).toBeGreaterThan(2);
    expect(granted).toBeLessThan(12);
    expect(states).toEqual(states.map((_, place) => (place < granted ? 'granted' : 'refused')));
    for (const { identity } of many.slice(0, granted)) expect(canAssume(identity)).toBe(true);
  });

  it.each([
    ['throttled', { status: 400, code: 'Throttling', message: 'Rate exceeded' }],
    ['in trouble', { status: 500, code: 'ServiceFailure', message: 'try again' }],
    [
      'in trouble after it did what was asked',
      { status: 500, code: 'ServiceFailure', message: 'try again', afterwards: true },
    ],
    ['changed by another', { status: 409, code: 'ConcurrentModification', message: 'changed' }],
  ])('goes on when IAM is %s', async (_what, fault) => {
    bench.aws.faults.inject({ operation: 'iam:UpdateAssumeRolePolicy', times: 2, ...fault });
    const { identity, id } = await bench.create('etl');
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('writes down a denial with what to do, and tries again when it is mended', async () => {
    bench.aws.iam.deny('iam:UpdateAssumeRolePolicy', SHARED_ROLE);
    const { identity, id } = await bench.create('etl');
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'refused', reason: { code: 'access-denied' } });
    expect(access?.reason?.advice).toContain('iam:UpdateAssumeRolePolicy');
    const before = calls('iam:UpdateAssumeRolePolicy');
    await bench.pass(60 * MINUTE);
    await bench.drain();
    expect(calls('iam:UpdateAssumeRolePolicy')).toBe(before);
    bench.aws.iam.allowAll();
    await bench.pass(24 * 60 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
  });

  it('writes down once what it tries to place again and again', async () => {
    const { id, identity } = await bench.create('etl', { visible: false });
    await bench.drain();
    for (let time = 0; time < 3; time += 1) {
      await bench.pass(6 * MINUTE);
      await bench.drain();
    }
    const [access] = await bench.accesses(id);
    expect(access?.placed).toMatchObject([{ identity }]);
  });

  it('names the orphan in somebody else’s statement that blocks every change', async () => {
    const orphan = bench.aws.iam.orphanId();
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, {
      Version: '2012-10-17',
      Statement: [{ ...FOREIGN, Principal: { AWS: orphan } }],
    });
    const { id } = await bench.create('etl');
    await bench.drain();
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'refused' });
    expect(access?.reason?.text).toContain(orphan);
    expect(access?.reason?.text).toContain('statement NightlyBatch');
    expect(access?.reason?.advice).toContain('must remove');
    expect(trust().Statement).toMatchObject([{ Principal: { AWS: orphan } }]);
  });

  it('lets go of what is left of a deleted identity of ours', async () => {
    const gone = await bench.create('old');
    await bench.drain();
    bench.aws.iam.removePrincipal(gone.identity);
    const { identity } = await bench.create('etl');
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    expect(JSON.stringify(trust())).not.toContain('AROA');
  });

  it('lets an identity in again that was made again under the same ARN', async () => {
    const { identity } = await bench.create('etl');
    await bench.drain();
    bench.aws.iam.removePrincipal(identity);
    bench.aws.iam.addPrincipal(identity);
    expect(canAssume(identity)).toBe(false);
    await bench.pass(12 * 60 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    expect(JSON.stringify(trust())).not.toContain('AROA');
  });

  it('takes a role that is gone for refused, and says so', async () => {
    bench.aws.iam.deleteRole(SHARED_ROLE);
    const { id } = await bench.create('etl');
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([
      { state: 'refused', reason: { code: 'target-gone' } },
    ]);
  });

  it('removes nothing when the record is emptied, and takes up again what is its own', async () => {
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    bench.store.restore([]);
    await bench.deliver({ to: 'target', key: targetKey });
    expect(canAssume(identity)).toBe(true);
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'granted' });
    expect(access?.placed).toHaveLength(1);
  });

  it('is granted though reads lag behind writes', async () => {
    bench.aws.iam.staleReads(2_000);
    const { identity, id } = await bench.create('etl');
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });
});

describe('grantAccess on a role of its own', () => {
  beforeEach(() => bench.setRules(rulesReaching(LAKE)));

  const role = (namespace: string) =>
    bench.aws.iam.roles().find(({ arn }) => arn.endsWith(`/airflow-${namespace}`));

  it('makes the role, attaches what it is for, and lets the identity in', async () => {
    const { identity, namespace } = await bench.create('etl');
    await bench.drain();
    const made = role(namespace);
    expect(made?.attached).toEqual(['arn:aws:iam::999988887777:policy/lake-read']);
    expect(bench.aws.iam.canAssume(made?.arn ?? '', identity)).toBe(true);
  });

  it('finishes what a crash between creating and attaching left', async () => {
    bench.aws.faults.inject({
      operation: 'iam:AttachRolePolicy',
      status: 500,
      code: 'ServiceFailure',
      message: 'down',
      times: 100,
    });
    const { id, namespace } = await bench.create('etl');
    await expect(bench.drain()).rejects.toThrow();
    expect(role(namespace)?.attached).toEqual([]);
    bench.aws.faults.clear();
    await bench.pass(3 * MINUTE);
    await bench.drain();
    expect(role(namespace)?.attached).toHaveLength(1);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('finds its own role when creating it failed and yet was done', async () => {
    bench.aws.faults.inject({
      operation: 'iam:CreateRole',
      status: 500,
      code: 'ServiceFailure',
      message: 'down',
      afterwards: true,
    });
    const { id } = await bench.create('etl');
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('never adopts a stranger’s role of that name', async () => {
    const { id, namespace } = await bench.create('etl');
    const arn = `arn:aws:iam::999988887777:role/airflow-${namespace}`;
    bench.aws.iam.createRole({ arn, trust: { Version: '2012-10-17', Statement: [FOREIGN] } });
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([
      { state: 'refused', reason: { code: 'role-name-taken' } },
    ]);
    expect(role(namespace)).toMatchObject({ attached: [], trust: { Statement: [FOREIGN] } });
  });
});

describe('grantAccess against somebody who takes it out again', () => {
  const sixHours = 6 * 60 * MINUTE;

  async function takeOutAndCheck() {
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Version: '2012-10-17', Statement: [FOREIGN] });
    await bench.pass(2 * sixHours);
    await bench.drain();
    await bench.pass(2 * MINUTE);
    await bench.drain();
  }

  it('puts it back when it next looks', async () => {
    const { identity } = await bench.create('etl');
    await bench.drain();
    await bench.pass(2 * MINUTE);
    await bench.drain();
    await takeOutAndCheck();
    expect(canAssume(identity)).toBe(true);
  });

  it('stops at the third time in a day, and says who might be writing', async () => {
    const { identity, id } = await bench.create('etl');
    await bench.drain();
    await bench.pass(2 * MINUTE);
    await bench.drain();
    for (let time = 0; time < 3; time += 1) {
      bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Version: '2012-10-17', Statement: [FOREIGN] });
      await bench.pass(7.5 * 60 * MINUTE);
      await bench.drain();
    }
    expect(canAssume(identity)).toBe(false);
    const [access] = await bench.accesses(id);
    expect(access).toMatchObject({ state: 'refused', reason: { code: 'contested' } });
    expect(access?.reason?.advice).toContain('Terraform');
  });

  it('only tells, where the target says so, until somebody asks for it', async () => {
    bench.setRules(rulesReaching({ redshift: `${REDSHIFT.redshift}, drift: report` }));
    const { identity, id } = await bench.create('etl');
    await bench.drain();
    await bench.pass(2 * MINUTE);
    await bench.drain();
    await takeOutAndCheck();
    expect(canAssume(identity)).toBe(false);
    expect(await bench.accesses(id)).toMatchObject([
      { state: 'refused', reason: { code: 'drifted' } },
    ]);
    await operate({ action: 'retry', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
  });
});
