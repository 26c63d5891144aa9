import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { HOUR } from '../../shared/runtime/clock.ts';
import { LAKE, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const READ = 'arn:aws:iam::999988887777:policy/lake-read';
const JANE: Statement = {
  Sid: 'Jane',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::999988887777:role/jane' },
  Action: 'sts:AssumeRole',
};
const DOWN = { status: 500, code: 'ServiceFailure', message: 'The request processing has failed.' };

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(LAKE));
  bench.aws.iam.addPolicy(READ);
});
afterEach(() => bench.close());

type Made = Awaited<ReturnType<Workbench['create']>>;

const roleOf = ({ namespace }: Made) =>
  bench.aws.iam.roles().find(({ arn }) => arn.endsWith(`/airflow-${namespace}`));
const letsIn = (made: Made) => {
  const role = roleOf(made);
  return role !== undefined && bench.aws.iam.canAssume(role.arn, made.identity);
};
const calls = (operation: string) => bench.aws.faults.calls.get(operation) ?? 0;

async function rowOf({ namespace }: Made) {
  const key = `aws-own-role/999988887777/airflow-${namespace}`;
  const [row] = await bench.record.accesses.onTarget(key);
  return row?.item;
}

/** One with a role of its own, and what it takes to believe that it is gone. */
async function standing() {
  const made = await bench.create('etl');
  await bench.drain();
  await bench.sweeps(2);
  return made;
}

async function gone({ id }: Made) {
  bench.astro.remove(id);
  await bench.record.breaker.confirm('jane@acme.example');
  await bench.sweeps(8);
}

describe('a role of its own, made in spite of hazards that meet,', () => {
  it('is not a stranger’s who took the name while IAM was in trouble', async () => {
    bench.aws.faults.inject({ operation: 'iam:CreateRole', ...DOWN });
    const made = await bench.create('etl');
    const arn = `arn:aws:iam::999988887777:role/AIRFLOW-${made.namespace.toUpperCase()}`;
    const meanwhile = bench.tools.clock.sleep;
    Object.assign(bench.tools.clock, {
      sleep: async (milliseconds: number) => {
        const taken = bench.aws.iam.roles().some((role) => role.arn === arn);
        if (!taken && calls('iam:CreateRole') > 0) {
          bench.aws.iam.createRole({ arn, trust: { Version: '2012-10-17', Statement: [JANE] } });
        }
        await meanwhile(milliseconds);
      },
    });
    await bench.drain();
    const row = await rowOf(made);
    expect(row).toMatchObject({ state: 'refused', reason: { code: 'role-name-taken' } });
    expect(row?.reason?.text).toContain('differ in case');
    expect(bench.aws.iam.roles()).toMatchObject([
      { arn, attached: [], trust: { Statement: [JANE] } },
    ]);
  });

  it('is found though it was made in a failure, reads lag and attaching is throttled', async () => {
    bench.aws.iam.staleReads(1_000);
    bench.aws.faults.inject({ operation: 'iam:CreateRole', ...DOWN, afterwards: true });
    const throttled = { status: 400, code: 'Throttling', message: 'Rate exceeded' };
    bench.aws.faults.inject({ operation: 'iam:AttachRolePolicy', ...throttled });
    const made = await bench.create('etl');
    await bench.drain();
    expect(letsIn(made)).toBe(true);
    expect(roleOf(made)?.attached).toEqual([READ]);
    expect(await rowOf(made)).toMatchObject({ state: 'granted' });
  });

  it('waits for an identity that was made again under its ARN, at the wall of the account', async () => {
    const made = await standing();
    bench.aws.iam.setQuota({ roles: 1 });
    bench.aws.iam.removePrincipal(made.identity);
    const other = await bench.create('other');
    await bench.pass(12 * HOUR);
    await bench.drain();
    expect(await rowOf(made)).toMatchObject({
      state: 'waiting',
      reason: { code: 'identity-not-visible' },
    });
    expect(await rowOf(other)).toMatchObject({
      state: 'refused',
      reason: { code: 'limit-exceeded' },
    });
    bench.aws.iam.addPrincipal(made.identity);
    await bench.sweeps(6);
    expect(letsIn(made)).toBe(true);
    expect(JSON.stringify(roleOf(made)?.trust)).not.toContain('AROA');
  });
});

describe('a role of its own, that nobody needs any more and IAM does not delete,', () => {
  const inUse = {
    operation: 'iam:DeleteRole',
    status: 409,
    code: 'DeleteConflict',
    message: 'Cannot delete entity, must remove roles from instance profile first.',
  };

  it('is read again, and goes with the next reading', async () => {
    const made = await standing();
    bench.aws.faults.inject({ ...inUse, times: 4 });
    await gone(made);
    expect(roleOf(made)).toBeUndefined();
    expect(await rowOf(made)).toMatchObject({ state: 'revoked', placed: [] });
  });

  it('gives nothing and lets nobody in, is told of with the reason, and is tried once a day', async () => {
    const made = await standing();
    bench.aws.faults.inject({ ...inUse, times: 1_000 });
    await gone(made);
    expect(roleOf(made)?.attached).toEqual([]);
    expect(letsIn(made)).toBe(false);
    const row = await rowOf(made);
    expect(row).toMatchObject({ state: 'refused', reason: { code: 'role-in-use' } });
    expect(row?.reason?.text).toMatch(
      /^The role has lost its policies and lets nobody in.*instance profile/,
    );
    const before = calls('iam:DeleteRole');
    await bench.sweeps(10);
    expect(calls('iam:DeleteRole')).toBe(before);
    bench.aws.faults.clear();
    await bench.pass(24 * HOUR);
    await bench.drain();
    expect(roleOf(made)).toBeUndefined();
    expect(await rowOf(made)).toMatchObject({ state: 'revoked' });
  });

  it('is no less told of where we may not delete it, and goes once we may', async () => {
    const made = await standing();
    bench.aws.iam.deny('iam:DeleteRole');
    await gone(made);
    expect(letsIn(made)).toBe(false);
    const row = await rowOf(made);
    expect(row).toMatchObject({ state: 'refused', reason: { code: 'role-in-use' } });
    expect(row?.reason?.text).toMatch(
      /^The role has lost its policies.*iam:DeleteRole on .* denied/,
    );
    expect(row?.reason?.advice).toContain('must allow iam:DeleteRole');
    expect(calls('iam:DeleteRole')).toBe(1);
    bench.aws.iam.allowAll();
    await bench.pass(24 * HOUR);
    await bench.drain();
    expect(roleOf(made)).toBeUndefined();
    expect(await rowOf(made)).toMatchObject({ state: 'revoked', placed: [] });
  });

  it('stays while somebody let himself in and his id is an orphan by now', async () => {
    const made = await standing();
    const { arn = '', trust } = roleOf(made) ?? {};
    const orphan = { ...JANE, Principal: { AWS: bench.aws.iam.orphanId() } };
    bench.aws.iam.writeTrustPolicy(arn, {
      Version: '2012-10-17',
      Statement: [trust?.Statement ?? [], orphan].flat(),
    });
    await gone(made);
    expect(roleOf(made)?.trust.Statement).toContainEqual(orphan);
    expect(await rowOf(made)).toMatchObject({
      state: 'refused',
      reason: { code: 'orphan-principal' },
    });
    bench.aws.iam.writeTrustPolicy(arn, {
      Version: '2012-10-17',
      Statement: trust?.Statement ?? [],
    });
    await bench.pass(24 * HOUR);
    await bench.drain();
    expect(roleOf(made)).toBeUndefined();
  });
});
