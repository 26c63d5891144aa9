import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, ruleFor, rulesOf, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const TARGET = { to: 'target', key: `aws-shared-role/${SHARED_ROLE}` } as const;
const RULES = rulesOf(REDSHIFT, [ruleFor('etl-*', 'redshift')]);
const WITH_EXTERNAL_ID = RULES.replace(
  `role: "${SHARED_ROLE}"`,
  `role: "${SHARED_ROLE}", externalId: acme-airflow`,
);

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', RULES);
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);

async function order(action: 'pause' | 'resume') {
  await operate({ action, by: 'jane' }, bench.tools);
}

/** A Deployment that the rules do not give anything any more, though it has it still. */
async function ending() {
  const [one] = await bench.createMany(8);
  if (one === undefined) throw new TypeError('there is none');
  bench.astro.update(one.id, { name: 'sandbox' });
  await bench.sweeps(1);
  return one;
}

/** As long as the record is the old one, until each Deployment is decided anew. */
async function stays(identity: string) {
  await bench.deliver(TARGET);
  expect(canAssume(identity)).toBe(true);
  for (let minute = 0; minute < 6; minute += 1) {
    await bench.sweeps(1);
    expect(canAssume(identity)).toBe(true);
  }
}

describe('a record that is restored to what it was hours ago', () => {
  it('takes nothing that was to end then, and is given again since', async () => {
    const { id, identity } = await ending();
    const backup = bench.store.snapshot();
    bench.astro.update(id, { name: 'etl-0' });
    await bench.sweeps(1);
    await bench.pass(25 * HOUR);
    await bench.drain();
    bench.store.restore(backup);
    await stays(identity);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('takes nothing that was being taken then, and is given again since', async () => {
    const { id, identity } = await ending();
    await order('pause');
    await bench.pass(25 * HOUR);
    await bench.drain();
    const backup = bench.store.snapshot();
    bench.astro.update(id, { name: 'etl-0' });
    await order('resume');
    await bench.sweeps(1);
    await bench.pass(HOUR);
    await bench.drain();
    bench.store.restore(backup);
    await order('resume');
    await stays(identity);
    expect(await bench.accesses(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('takes nothing that was about to be given in another form, and is as before since', async () => {
    const [one] = await bench.createMany(8);
    await order('pause');
    bench.setRules(WITH_EXTERNAL_ID);
    await bench.sweeps(1);
    const backup = bench.store.snapshot();
    bench.setRules(RULES);
    await order('resume');
    await bench.sweeps(1);
    await bench.pass(HOUR);
    await bench.drain();
    bench.store.restore(backup);
    await order('resume');
    await stays(one?.identity ?? '');
    expect(await bench.accesses(one?.id ?? '')).toMatchObject([{ state: 'granted' }]);
  });

  it('still takes what nothing gives', async () => {
    const { id, identity } = await ending();
    await order('pause');
    await bench.pass(25 * HOUR);
    await bench.drain();
    const backup = bench.store.snapshot();
    await bench.pass(HOUR);
    await bench.drain();
    bench.store.restore(backup);
    await order('resume');
    await bench.deliver(TARGET);
    expect(canAssume(identity)).toBe(true);
    await bench.sweeps(4);
    expect(canAssume(identity)).toBe(false);
    const head = (await bench.record.deployments.get([id])).get(id)?.decided;
    expect(head).toMatchObject({ wants: [], nothing: { code: 'no-rule' } });
  });
});

describe('an access that has ended', () => {
  it('goes within a minute or two, and with Astro down only when that answers again', async () => {
    const { identity } = await ending();
    await bench.pass(24 * HOUR - 2 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    bench.astro.faults.inject({
      operation: 'GetDeployment',
      status: 503,
      code: 'Unavailable',
      message: 'down',
      times: 1_000,
    });
    bench.aws.clock.advance(3 * MINUTE);
    await bench.deliver(TARGET);
    await expect(bench.sweeps(1)).rejects.toThrow();
    expect(canAssume(identity)).toBe(true);
    bench.astro.faults.clear();
    await bench.sweeps(2);
    expect(canAssume(identity)).toBe(false);
  });

  it('is left at the end though the record has lost when that is', async () => {
    const { identity } = await ending();
    bench.store.restore(
      bench.store.snapshot().map(({ due, ...item }) => {
        return item.partition.includes('#deployment#') ? item : { ...item, ...(due && { due }) };
      }),
    );
    await bench.pass(30 * HOUR);
    await bench.drain();
    await bench.sweeps(4);
    expect(canAssume(identity)).toBe(false);
  });
});
