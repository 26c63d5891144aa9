import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({
    arn: SHARED_ROLE,
    trust: {
      Version: '2012-10-17',
      Statement: {
        Sid: 'NightlyBatch',
        Effect: 'Allow',
        Principal: { Service: 'batch.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    },
  });
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
});
afterEach(() => bench.close());

const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);

describe('a Deployment that is gone', () => {
  it('loses its access once two complete lists five minutes apart did not have it', async () => {
    const [first, ...others] = await bench.createMany(10);
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(4);
    expect(canAssume(first?.identity ?? '')).toBe(true);
    await bench.sweeps(4);
    expect(canAssume(first?.identity ?? '')).toBe(false);
    for (const { identity } of others) expect(canAssume(identity)).toBe(true);
  });

  it('is forgotten a week later, and nobody else is', async () => {
    const [first, ...others] = await bench.createMany(5);
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(8);
    const known = async () => {
      const heads = await bench.record.deployments.list();
      const rows = await bench.record.accesses.onTarget(`aws-shared-role/${SHARED_ROLE}`);
      return [heads, rows].map((all) => all.map(({ item }) => item.deploymentId));
    };
    for (const ids of await known()) expect(ids).toContain(first?.id);
    await bench.pass(7 * 24 * HOUR);
    await bench.drain();
    await bench.sweeps(2);
    const living = others.map(({ id }) => id).toSorted();
    expect((await known()).map((ids) => ids.toSorted())).toEqual([living, living]);
    for (const { identity } of others) expect(canAssume(identity)).toBe(true);
    expect(canAssume(first?.identity ?? '')).toBe(false);
  });

  it('gets it back when Astro tells of it again', async () => {
    const [first] = await bench.createMany(10);
    const raw = bench.astro.estate.get(first?.id ?? '');
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(8);
    expect(canAssume(first?.identity ?? '')).toBe(false);
    if (raw !== undefined) bench.astro.estate.restore(raw);
    await bench.sweeps(3);
    expect(canAssume(first?.identity ?? '')).toBe(true);
    const asked = () => bench.astro.faults.calls.get('GetDeployment') ?? 0;
    const before = asked();
    await bench.sweeps(3);
    expect(asked()).toBe(before);
  });

  it('keeps it while lists are incomplete', async () => {
    const [first] = await bench.createMany(10);
    await bench.sweeps(2);
    bench.astro.remove(first?.id ?? '');
    bench.astro.faults.inject({
      operation: 'ListDeployments',
      status: 503,
      code: 'Unavailable',
      message: 'down',
      times: 1_000,
    });
    for (let minute = 0; minute < 10; minute += 1) {
      await expect(bench.pass(MINUTE)).rejects.toThrow();
      await bench.drain();
    }
    expect(canAssume(first?.identity ?? '')).toBe(true);
  });

  it('loses a role of its own, and nothing else goes', async () => {
    bench.setRules(rulesReaching(LAKE));
    const made = await bench.createMany(10);
    const [first] = made;
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(8);
    const names = bench.aws.iam.roles().map(({ arn }) => arn.split('/').at(-1));
    expect(names).not.toContain(`airflow-${first?.namespace}`);
    expect(names).toContain(`airflow-${made[1]?.namespace}`);
  });
});

describe('the breaker', () => {
  it('stops when Astro suddenly tells of nobody, and goes on once a person confirms', async () => {
    const made = await bench.createMany(10);
    for (const { id } of made) bench.astro.remove(id);
    await bench.sweeps(20);
    const left = () => made.filter(({ identity }) => canAssume(identity)).length;
    expect(left()).toBe(10);
    const [access] = await bench.accesses(made.at(-1)?.id ?? '');
    expect(access).toMatchObject({ state: 'granted', reason: { code: 'withheld' } });
    const told = () =>
      bench.slack.messages.filter(({ text }) => text.includes('deployment-authorizer test on AWS'));
    expect(told()).toMatchObject([
      { text: expect.stringContaining('stopped taking access away: 10 of 10 accesses') },
    ]);
    expect(JSON.stringify(told())).toContain('confirm-endings --cloud aws');
    await operate({ action: 'confirm-endings', by: 'jane@acme.example' }, bench.tools);
    await bench.sweeps(3);
    expect(left()).toBe(0);
    expect(told()).toMatchObject([{ text: expect.stringContaining('confirmed by jane') }]);
  });

  it('takes nothing, not even what was to end before it stopped, until a person confirms', async () => {
    bench.setRules(rulesOf(REDSHIFT, [ruleFor('etl-*', 'redshift')]));
    const made = await bench.createMany(10);
    await bench.sweeps(2);
    for (const { id } of made.slice(0, 2)) bench.astro.update(id, { name: 'bi' });
    await bench.sweeps(6, 5 * MINUTE);
    for (const { id } of made.slice(2, 6)) bench.astro.update(id, { name: 'bi' });
    await bench.sweeps(4);
    await bench.sweeps(3, 13 * HOUR);
    const left = () => made.filter(({ identity }) => canAssume(identity)).length;
    expect(left()).toBe(10);
    await operate({ action: 'confirm-endings', by: 'jane@acme.example' }, bench.tools);
    await bench.sweeps(3);
    expect(left()).toBe(10);
    await bench.sweeps(2, 13 * HOUR);
    await bench.sweeps(3);
    expect(left()).toBe(4);
  });

  it('forgets a change of rules that stopped it and was put right', async () => {
    const made = await bench.createMany(10);
    await bench.sweeps(2);
    bench.setRules(rulesOf(REDSHIFT, [ruleFor('nobody-*', 'redshift')]));
    await bench.sweeps(4);
    bench.setRules(rulesReaching(REDSHIFT));
    await bench.sweeps(3);
    await bench.sweeps(3, 13 * HOUR);
    for (const { id, identity } of made) {
      expect(canAssume(identity)).toBe(true);
      expect((await bench.accesses(id))[0]?.reason).toBeUndefined();
    }
  });

  it('gives everything back its ease when Astro tells of them again', async () => {
    const made = await bench.createMany(10);
    for (const { id } of made)
      await bench.record.absences.note({
        deploymentId: id,
        since: '2020-01-01T00:00:00.000Z',
        last: new Date(bench.tools.clock.now()).toISOString(),
      });
    await bench.sweeps(3);
    expect(made.every(({ identity }) => canAssume(identity))).toBe(true);
  });
});

describe('a change of rules', () => {
  const OTHER = 'arn:aws:iam::999988887777:role/other';
  const other = { other: `awsSharedRole: {role: "${OTHER}"}` };

  beforeEach(() => {
    bench.aws.iam.createRole({ arn: OTHER, trust: { Statement: [] } });
  });

  it('keeps what it no longer gives for a day, and then takes it', async () => {
    const made = await bench.createMany(20);
    bench.setRules(rulesReaching({ ...REDSHIFT, ...other }));
    await bench.sweeps(3);
    expect(bench.aws.iam.canAssume(OTHER, made[0]?.identity ?? '')).toBe(true);
    await bench.record.breaker.confirm('jane@acme.example');
    bench.setRules(rulesReaching(REDSHIFT));
    await bench.sweeps(3);
    expect(bench.aws.iam.canAssume(OTHER, made[0]?.identity ?? '')).toBe(true);
    await bench.pass(24 * HOUR);
    await bench.drain();
    await bench.sweeps(3);
    for (const { identity } of made) {
      expect(bench.aws.iam.canAssume(OTHER, identity)).toBe(false);
      expect(canAssume(identity)).toBe(true);
    }
  });

  it('takes nothing when the rule comes back in time', async () => {
    const made = await bench.createMany(20);
    await bench.record.breaker.confirm('jane@acme.example');
    bench.setRules(rulesReaching(other));
    await bench.sweeps(3);
    bench.setRules(rulesReaching({ ...REDSHIFT, ...other }));
    await bench.sweeps(3);
    await bench.pass(48 * HOUR);
    await bench.drain();
    await bench.sweeps(3);
    for (const { identity } of made) expect(canAssume(identity)).toBe(true);
  });
});

describe('what is left of a deleted identity', () => {
  it('goes from our statement, where it would block whoever writes this policy next', async () => {
    const [first, ...others] = await bench.createMany(10);
    await bench.sweeps(3);
    bench.aws.iam.removePrincipal(first?.identity ?? '');
    const trust = () => JSON.stringify(bench.aws.iam.readTrustPolicy(SHARED_ROLE));
    expect(trust()).toContain('AROA');
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(8);
    expect(trust()).not.toContain('AROA');
    for (const { identity } of others) expect(canAssume(identity)).toBe(true);
  });
});

describe('a withdrawal', () => {
  it('is made though the message that asked for it is lost', async () => {
    const [first] = await bench.createMany(10);
    await bench.sweeps(3);
    bench.astro.remove(first?.id ?? '');
    for (let minute = 0; minute < 8; minute += 1) {
      await bench.pass(MINUTE);
      // Whatever is sent to grant-access in this time is lost.
      const kept = bench.queue.splice(0).filter(({ to }) => to !== 'target');
      for (const message of kept) await bench.deliver(message);
      bench.queue.length = 0;
    }
    expect(canAssume(first?.identity ?? '')).toBe(true);
    await bench.sweeps(40);
    expect(canAssume(first?.identity ?? '')).toBe(false);
  });

  it('that was put off by a pause of hours ends when that does', async () => {
    const [first] = await bench.createMany(10);
    bench.astro.remove(first?.id ?? '');
    await operate({ action: 'pause', by: 'jane@acme.example' }, bench.tools);
    await bench.sweeps(10);
    await bench.sweeps(5, HOUR);
    expect(canAssume(first?.identity ?? '')).toBe(true);
    await operate({ action: 'resume', by: 'jane@acme.example' }, bench.tools);
    await bench.sweeps(6);
    expect(canAssume(first?.identity ?? '')).toBe(false);
  });

  it('that is denied is told once, and tried again the next day', async () => {
    const [first] = await bench.createMany(10);
    await bench.sweeps(3);
    bench.aws.iam.deny('iam:UpdateAssumeRolePolicy');
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(9);
    const writes = () => bench.aws.faults.calls.get('iam:UpdateAssumeRolePolicy') ?? 0;
    const before = writes();
    await bench.sweeps(10);
    expect(writes()).toBe(before);
    bench.aws.iam.allowAll();
    await bench.pass(24 * HOUR);
    await bench.drain();
    expect(canAssume(first?.identity ?? '')).toBe(false);
  });

  it('that is denied for more than a week is not forgotten meanwhile', async () => {
    const [first] = await bench.createMany(10);
    bench.aws.iam.deny('iam:UpdateAssumeRolePolicy');
    bench.astro.remove(first?.id ?? '');
    await bench.sweeps(9);
    await bench.sweeps(10, 24 * HOUR);
    bench.aws.iam.allowAll();
    await bench.sweeps(2, 24 * HOUR);
    expect(canAssume(first?.identity ?? '')).toBe(false);
  });
});
