import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { HOUR } from '../../shared/runtime/clock.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const BATCH: Statement = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({
    arn: SHARED_ROLE,
    trust: { Version: '2012-10-17', Statement: [BATCH] },
  });
});
afterEach(() => bench.close());

type Made = Awaited<ReturnType<Workbench['create']>>;

const read = () => bench.aws.iam.readTrustPolicy(SHARED_ROLE);
/** Somebody who read the policy a while ago writes what he made of it. */
const write = (trust: ReturnType<typeof read>) =>
  bench.aws.iam.writeTrustPolicy(SHARED_ROLE, trust);
const letsIn = ({ identity }: Made) => bench.aws.iam.canAssume(SHARED_ROLE, identity);

async function rowOf({ id }: Made) {
  const rows = await bench.record.accesses.onTarget(`aws-shared-role/${SHARED_ROLE}`);
  return rows.find(({ item }) => item.deploymentId === id)?.item;
}

/** One that stays, one that has just been taken out, and the policy as it was before that. */
async function takenOut() {
  const [gone, stays] = await bench.createMany(2);
  if (gone === undefined || stays === undefined) throw new TypeError('nobody was created');
  await bench.sweeps(2);
  const before = read();
  bench.astro.remove(gone.id);
  await bench.record.breaker.confirm('jane@acme.example');
  for (let time = 0; time < 12 && letsIn(gone); time += 1) await bench.sweeps(1);
  expect(letsIn(gone)).toBe(false);
  return { gone, stays, before };
}

describe('what was taken out of a shared role and is put back by one who had read it there', () => {
  it('is taken out again by the confirming read, and nobody else is', async () => {
    const { gone, stays, before } = await takenOut();
    write(before);
    await bench.sweeps(2);
    expect([letsIn(gone), letsIn(stays)]).toEqual([false, true]);
    await bench.sweeps(2);
    expect(await rowOf(gone)).toMatchObject({ state: 'revoked', placed: [] });
    expect(await rowOf(gone)).not.toHaveProperty('taken');
  });

  it('is taken out as well by a pass for another one, which reads what was before', async () => {
    const { gone, before } = await takenOut();
    write(before);
    const next = await bench.create('next');
    await bench.drain();
    expect([letsIn(gone), letsIn(next)]).toEqual([false, true]);
  });

  it('is left the third time in a day, and told of, and goes a day later', async () => {
    const { gone, before } = await takenOut();
    for (let time = 0; time < 3; time += 1) {
      write(before);
      await bench.sweeps(2);
    }
    expect(letsIn(gone)).toBe(true);
    const row = await rowOf(gone);
    expect(row).toMatchObject({ state: 'refused', reason: { code: 'contested' } });
    expect(row?.reason?.text).toMatch(/^It could not be taken back\. Somebody put it back/);
    await bench.sweeps(2, 13 * HOUR);
    expect(letsIn(gone)).toBe(false);
  });

  it('stays where somebody puts it long after it was seen to be out', async () => {
    const { gone, before } = await takenOut();
    await bench.sweeps(3);
    write(before);
    await bench.sweeps(3);
    expect(letsIn(gone)).toBe(true);
  });
});

describe('what was written in a call that is said to have failed', () => {
  it('is confirmed like any other, and put back where another wrote over it', async () => {
    const failed = { status: 500, code: 'ServiceFailure', message: 'failed', afterwards: true };
    bench.aws.faults.inject({ operation: 'iam:UpdateAssumeRolePolicy', ...failed });
    const before = read();
    const made = await bench.create('etl');
    await bench.drain();
    expect(letsIn(made)).toBe(true);
    write(before);
    await bench.sweeps(2);
    expect(letsIn(made)).toBe(true);
  });
});
