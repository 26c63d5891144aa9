import { describe, expect, it } from '@jest/globals';
import {
  PolicyConflictError,
  PolicyRefusedError,
  TransientError,
} from '../../shared/cloud/errors.ts';
import type { Target } from '../../shared/cloud/target.ts';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { nextCheck } from '../../shared/stories/grant-access/check-schedule.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { AT, access, decided, placement, TARGET, want } from '../record/samples.ts';
import { openEngine, planOf } from './engine-bench.ts';
import { ago, NOW } from './findings.ts';

const OLD = ago(10 * MINUTE);
const THERE = planOf({ 'access-1': { kind: 'present' } });

/** Deployments of one access each, decided and not granted yet; `policies` are what is read, in turn. */
async function open(more: Partial<Target<unknown>> = {}, deployments = ['deployment-1']) {
  const engine = openEngine();
  const opened: string[][] = [];
  const reads: number[] = [];
  const target: Target<unknown> = {
    read: async () => reads.push(reads.length),
    plan: () => THERE,
    write: async () => {},
    ...more,
  };
  for (const [place, deploymentId] of deployments.entries()) {
    const accessId = `access-${place + 1}`;
    const { ticket } = await engine.record.deployments.take(deploymentId);
    const wants = [{ ...want, accessId }];
    await engine.record.deployments.decide(deploymentId, ticket, decided({ wants }));
    await engine.record.accesses.create(access({ accessId, deploymentId, createdAt: OLD }), AT);
  }
  const tools = {
    ...engine.tools,
    open: (targetKey: string, about: string) => {
      opened.push([targetKey, about]);
      return target;
    },
  };
  const row = async () => (await engine.record.accesses.onTarget(TARGET))[0];
  return { ...engine, tools, opened, reads, row };
}

describe('grantAccess', () => {
  it('settles what is as it should be after one look', async () => {
    const engine = await open();
    await grantAccess(TARGET, engine.tools);
    expect((await engine.row())?.item.state).toBe('granted');
    expect([engine.reads.length, engine.slept]).toEqual([1, []]);
    expect(engine.told).toEqual(['deployment-1']);
    expect(engine.log).toEqual([expect.objectContaining({ event: 'access.granted' })]);
  });

  it('calls no cloud where nothing is unsettled', async () => {
    const engine = await open();
    await grantAccess(TARGET, engine.tools);
    await grantAccess(TARGET, engine.tools);
    expect(engine.opened).toHaveLength(1);
  });

  it('has decided anew what an old decision would have taken, and goes on with the others', async () => {
    const engine = await open({ plan: () => planOf({ 'access-2': { kind: 'present' } }) });
    await engine.clock.sleep(20 * MINUTE);
    await engine.record.accesses.create(
      access({ accessId: 'left', placed: [placement], createdAt: OLD }),
      AT,
    );
    await grantAccess(TARGET, engine.tools);
    expect(engine.asked).toEqual(['deployment-1']);
    const rows = await engine.record.accesses.onTarget(TARGET);
    const states = rows.map(({ item }) => [item.accessId, item.state]);
    expect(Object.fromEntries(states)).toMatchObject({ left: 'pending' });
  });

  it('calls no cloud for what is to be decided anew alone', async () => {
    const engine = await open();
    const [row] = await engine.record.accesses.onTarget(TARGET);
    const elsewhere = { ...placement, identity: `${placement.identity}5` };
    if (row) await engine.record.accesses.write(row, { ...row.item, placed: [elsewhere] }, AT);
    await engine.clock.sleep(20 * MINUTE);
    await grantAccess(TARGET, engine.tools);
    expect([engine.asked, engine.opened]).toEqual([['deployment-1'], []]);
    expect((await engine.row())?.item.placed).toEqual([elsewhere]);
  });

  it('reads back what it wrote before it settles anything', async () => {
    let written = false;
    const engine = await open({
      plan: () =>
        written
          ? THERE
          : planOf({ 'access-1': { kind: 'adding' } }, { change: { kind: 'write', policy: [] } }),
      write: async () => {
        written = true;
      },
    });
    await grantAccess(TARGET, engine.tools);
    expect(engine.reads).toHaveLength(2);
    expect((await engine.row())?.item).toMatchObject({ state: 'granted', placed: [placement] });
    expect(engine.slept).toEqual([0]);
  });

  it('reads the policy before the rows: a want that ends in between is seen to have ended', async () => {
    const wanted: boolean[] = [];
    const engine = await open({
      read: async () => {
        const { ticket } = await engine.record.deployments.take('deployment-1');
        await engine.record.deployments.decide('deployment-1', ticket, decided({ wants: [] }));
      },
      plan: (_current, claims) => {
        wanted.push(...claims.map((claim) => claim.wanted !== undefined));
        return planOf({ 'access-1': { kind: 'absent' } });
      },
    });
    await grantAccess(TARGET, engine.tools);
    expect(wanted).toEqual([false]);
    expect((await engine.row())?.item.state).toBe('revoked');
  });

  it.each([
    ['the Deployment that it is for', ['deployment-1'], 'deployment-1'],
    [
      'the first of many, and how many more',
      ['deployment-1', 'deployment-2', 'deployment-3'],
      'deployment-1+2',
    ],
  ])('names to the cloud %s', async (_it, deployments, about) => {
    const engine = await open({}, deployments);
    await grantAccess(TARGET, engine.tools);
    expect(engine.opened).toEqual([[TARGET, about]]);
  });

  it('does nothing while it is paused, and says so', async () => {
    const engine = await open();
    await engine.record.pause.set({ by: 'jane', at: AT });
    await grantAccess(TARGET, engine.tools);
    expect(engine.reads).toEqual([]);
    expect((await engine.row())?.item.state).toBe('pending');
    expect(engine.log).toEqual([
      expect.objectContaining({
        severity: 'WARNING',
        event: 'policy.paused',
        target: TARGET,
        by: 'jane',
      }),
    ]);
  });

  it('puts off a row whose Deployment the record does not know, without a call to the cloud', async () => {
    const engine = await open({}, []);
    await engine.record.accesses.create(access({ createdAt: OLD }), AT);
    await grantAccess(TARGET, engine.tools);
    expect(engine.opened).toEqual([]);
    expect((await engine.row())?.due).toBe(nextCheck(TARGET, NOW));
  });

  it('writes down what a policy that may not be read comes to', async () => {
    const engine = await open({
      read: async () => {
        throw new PolicyRefusedError('denied', 'It may not.', 'Let it.');
      },
    });
    await grantAccess(TARGET, engine.tools);
    expect((await engine.row())?.item).toMatchObject({
      state: 'refused',
      reason: { code: 'denied', text: 'It may not.', advice: 'Let it.' },
    });
  });
});

describe('grantAccess, where others write too,', () => {
  it.each([
    ['throws the last fault', new TransientError('throttled'), 'throttled'],
    ['throws the last conflict', new PolicyConflictError('it changed'), 'it changed'],
  ])('%s after eight attempts', async (_it, error, message) => {
    const engine = await open({
      read: async () => {
        engine.reads.push(0);
        throw error;
      },
    });
    await expect(grantAccess(TARGET, engine.tools)).rejects.toThrow(message);
    expect(engine.reads).toHaveLength(8);
  });

  it('says that the target kept changing where each write is undone', async () => {
    const add = planOf(
      { 'access-1': { kind: 'adding' } },
      { change: { kind: 'write', policy: [] } },
    );
    const engine = await open({ plan: () => add });
    await expect(grantAccess(TARGET, engine.tools)).rejects.toThrow(`${TARGET} kept changing`);
    expect(engine.reads).toHaveLength(9);
  });

  it('waits ever longer, up to six seconds', async () => {
    const engine = await open({
      read: async () => {
        throw new TransientError('throttled');
      },
    });
    await expect(grantAccess(TARGET, engine.tools)).rejects.toThrow('throttled');
    const least = [50, 100, 200, 400, 800, 1_600, 2_000, 2_000];
    expect(engine.slept).toHaveLength(8);
    for (const [place, from] of least.entries()) {
      expect(engine.slept[place]).toBeGreaterThanOrEqual(from);
      expect(engine.slept[place]).toBeLessThanOrEqual(3 * from);
    }
  });

  it('waits not the same twice, so that workers who met do not meet again', async () => {
    const waits = async () => {
      const engine = await open({ read: () => Promise.reject(new TransientError('throttled')) });
      await expect(grantAccess(TARGET, engine.tools)).rejects.toThrow('throttled');
      return engine.slept;
    };
    expect(await waits()).not.toEqual(await waits());
  });

  it('throws a bug as it is', async () => {
    const engine = await open({
      read: async () => {
        throw new TypeError('a bug');
      },
    });
    await expect(grantAccess(TARGET, engine.tools)).rejects.toThrow('a bug');
    expect(engine.slept).toEqual([]);
  });
});
