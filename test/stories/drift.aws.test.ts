import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awsPrincipals } from '../../shared/policy/principals.ts';
import { isSidOf } from '../../shared/policy/sid.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const FOREIGN = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;
const REPORTING = rulesReaching({ redshift: `${REDSHIFT.redshift}, drift: report` });
const KEY = `aws-shared-role/${SHARED_ROLE}`;

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [FOREIGN] } });
});
afterEach(() => bench.close());

const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);
const takeOut = () => bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Statement: [FOREIGN] });

async function granted() {
  const made = await bench.create('etl');
  await bench.drain();
  await pass(2 * MINUTE);
  return made;
}

async function pass(time: number) {
  await bench.pass(time);
  await bench.drain();
}

async function accessOf(id: string) {
  const [access] = await bench.accesses(id);
  return access;
}

/** How often `grant-access` has it told of while time passes. */
async function toldWhile(id: string, time: number): Promise<number> {
  const tells = () => bench.queue.filter(({ to, key }) => to === 'notify' && key === id).length;
  let told = 0;
  await bench.pass(time);
  for (let message = bench.queue.shift(); message; message = bench.queue.shift()) {
    const before = tells();
    await bench.deliver(message);
    if (message.to === 'target') told += tells() - before;
  }
  return told;
}

describe('grantAccess, of what somebody took out,', () => {
  it('tells once what it was, and that it was put back', async () => {
    const { id, identity } = await granted();
    takeOut();
    expect(await toldWhile(id, 7.5 * HOUR)).toBe(1);
    const { drift, state } = (await accessOf(id)) ?? {};
    expect([state, drift?.repaired]).toEqual(['granted', true]);
    const lines = drift?.diff.split('\n') ?? [];
    expect(lines.filter((line) => line.startsWith('-')).join()).toContain(identity);
    expect(lines.filter((line) => line.startsWith('+'))).toEqual([]);
    await pass(2 * MINUTE);
    expect(await toldWhile(id, 7.5 * HOUR)).toBe(0);
    expect((await accessOf(id))?.drift).toEqual(drift);
  });

  it('shows of many what each of them lost', async () => {
    const one = await bench.create('one');
    const two = await bench.create('two');
    await bench.drain();
    await pass(2 * MINUTE);
    takeOut();
    await pass(7.5 * HOUR);
    expect((await accessOf(one.id))?.drift?.diff).toContain(one.identity);
    expect((await accessOf(one.id))?.drift?.diff).not.toContain(two.identity);
  });

  it('shows what was put in its place', async () => {
    const { id, identity } = await granted();
    bench.aws.iam.addPrincipal('arn:aws:iam::999988887777:role/jane');
    const Principal = { AWS: 'arn:aws:iam::999988887777:role/jane' };
    const [, ours] = [bench.aws.iam.readTrustPolicy(SHARED_ROLE).Statement].flat();
    if (ours === undefined) throw new Error('nothing of ours is there');
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Statement: [FOREIGN, { ...ours, Principal }] });
    await pass(7.5 * HOUR);
    expect((await accessOf(id))?.drift?.diff).toMatch(new RegExp(`^- .*${identity}`, 'm'));
    expect((await accessOf(id))?.drift?.diff).toContain('role/jane');
  });

  it('tells it also when the pass that saw it ended too soon', async () => {
    const { id, identity } = await granted();
    takeOut();
    bench.aws.faults.inject({
      operation: 'iam:UpdateAssumeRolePolicy',
      status: 500,
      code: 'ServiceFailure',
      message: 'down',
      times: 100,
    });
    await bench.pass(7.5 * HOUR);
    await expect(bench.drain()).rejects.toThrow();
    bench.aws.faults.clear();
    expect(await toldWhile(id, MINUTE)).toBe(1);
    expect(canAssume(identity)).toBe(true);
    expect((await accessOf(id))?.drift).toMatchObject({
      repaired: true,
      diff: expect.stringContaining(identity),
    });
  });

  it('says that it was not put back where the cloud does not let it', async () => {
    const { id } = await granted();
    takeOut();
    bench.aws.iam.deny('iam:UpdateAssumeRolePolicy', SHARED_ROLE);
    await pass(7.5 * HOUR);
    expect(await accessOf(id)).toMatchObject({ state: 'refused', drift: { repaired: false } });
  });

  it('forgets it with the next thing that becomes of the access', async () => {
    const { id } = await granted();
    takeOut();
    await pass(7.5 * HOUR);
    await pass(2 * MINUTE);
    expect(await accessOf(id)).toHaveProperty('drift');
    await operate({ action: 'hold', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    expect(await accessOf(id)).not.toHaveProperty('drift');
  });

  it('tells the second time anew, and the third that it is left', async () => {
    const { id } = await granted();
    const seen: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      takeOut();
      await pass(7.5 * HOUR);
      seen.push((await accessOf(id))?.drift?.at ?? '');
    }
    expect(new Set(seen).size).toBe(3);
    expect(await accessOf(id)).toMatchObject({
      reason: { code: 'contested' },
      drift: { repaired: false, diff: expect.stringMatching(/^- /m) },
    });
  });
});

describe('grantAccess, of what somebody takes out again and again,', () => {
  const others = async () => {
    const made = await bench.create('bi');
    await bench.drain();
    return made;
  };
  /** Somebody changes whom our statement lets in. */
  const edit = (change: (names: readonly string[]) => readonly string[]) => {
    const { Statement: before } = bench.aws.iam.readTrustPolicy(SHARED_ROLE);
    const Statement = [before]
      .flat()
      .map((one) =>
        isSidOf('test', one.Sid) ? { ...one, Principal: { AWS: change(awsPrincipals(one)) } } : one,
      );
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Statement });
  };
  async function contested() {
    const made = await granted();
    await others();
    for (let time = 0; time < 3; time += 1) {
      expect(canAssume(made.identity)).toBe(true);
      edit((names) => names.filter((name) => name !== made.identity));
      await pass(7.5 * HOUR);
    }
    expect(await accessOf(made.id)).toMatchObject({ reason: { code: 'contested' } });
    return made;
  }

  it('leaves it also when its target is looked at for others, and when others come', async () => {
    const { id, identity } = await contested();
    await pass(7.5 * HOUR);
    const next = await others();
    expect([identity, next.identity].map(canAssume)).toEqual([false, true]);
    expect(await accessOf(id)).toMatchObject({ reason: { code: 'contested' } });
  });

  it('puts it back when somebody asks', async () => {
    const { id, identity } = await contested();
    await operate({ action: 'retry', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
  });

  it('sees that somebody has put it back', async () => {
    const { id, identity } = await contested();
    edit((names) => [...names, identity]);
    await pass(7.5 * HOUR);
    expect(await accessOf(id)).toMatchObject({ state: 'granted' });
  });
});

describe('grantAccess, of what is only reported,', () => {
  beforeEach(() => bench.setRules(REPORTING));

  it('tells once, and leaves it however often it looks', async () => {
    const { id, identity } = await granted();
    takeOut();
    expect(await toldWhile(id, 7.5 * HOUR)).toBe(1);
    const access = await accessOf(id);
    expect(access).toMatchObject({
      reason: { code: 'drifted' },
      drift: { repaired: false, diff: expect.stringContaining(identity) },
    });
    // Shown again each day, for it says when it is looked at next; but it is no news.
    for (let day = 0; day < 3; day += 1) await pass(25 * HOUR);
    const told = (await bench.record.history.of(id)).filter(({ event }) => /refused/.test(event));
    expect(told).toHaveLength(1);
    expect(canAssume(identity)).toBe(false);
    expect((await accessOf(id))?.drift).toEqual(access?.drift);
  });

  it('puts it back when somebody asks, and says no more of it', async () => {
    const { id, identity } = await granted();
    takeOut();
    await pass(7.5 * HOUR);
    await operate({ action: 'retry', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
    expect(await accessOf(id)).not.toHaveProperty('drift');
  });

  it('puts it back when its target is to be repaired from now on', async () => {
    const { id, identity } = await granted();
    takeOut();
    await pass(7.5 * HOUR);
    bench.setRules(rulesReaching(REDSHIFT));
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    await pass(25 * HOUR);
    expect(canAssume(identity)).toBe(true);
  });
});

describe('grantAccess, of what nobody took out,', () => {
  it('speaks of no drift: not of a new access, nor of one that is made again', async () => {
    const { id } = await granted();
    bench.setRules(
      rulesReaching({ redshift: REDSHIFT.redshift.replace('}', ', externalId: acme}') }),
    );
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    await grantAccess(KEY, bench.tools);
    expect(await accessOf(id)).not.toHaveProperty('drift');
  });
});
