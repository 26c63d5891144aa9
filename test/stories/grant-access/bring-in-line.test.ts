import { describe, expect, it } from '@jest/globals';
import type { Target } from '../../../shared/cloud/target.ts';
import type { Plan } from '../../../shared/policy/plan.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { SECOND } from '../../../shared/runtime/clock.ts';
import { bringInLine } from '../../../shared/stories/grant-access/bring-in-line.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import { placement, TARGET } from '../../record/samples.ts';
import { openEngine, planOf } from '../engine-bench.ts';
import { ago, GRANT, keep, problem, WITHDRAW } from '../findings.ts';

const CURRENT = ['anna'];
const AFTER = ['anna', 'ben'];
const ADD = planOf(
  { 'access-1': { kind: 'adding' } },
  { change: { kind: 'write', policy: AFTER } },
);
const THERE = planOf({ 'access-1': { kind: 'present' } });
const GIVEN = { state: 'granted', placed: [placement], answers: orderDigest(GRANT) } as const;

function open(plan: Plan<unknown> = ADD, more: Partial<Target<unknown>> = {}) {
  const engine = openEngine();
  const writes: unknown[] = [];
  const target: Target<unknown> = {
    read: async () => CURRENT,
    plan: () => plan,
    write: async (current, policy) => {
      engine.steps.push('writes the policy');
      writes.push([current, policy]);
    },
    ...more,
  };
  const work = { targetKey: TARGET, target, pass: newPass(), tools: engine.tools };
  return { ...engine, work, pass: work.pass, writes };
}

describe('bringInLine', () => {
  it('writes the row ahead, then the policy, and is not done', async () => {
    const engine = open();
    const one = await engine.put(GRANT);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.steps).toEqual(['writes access-1', 'writes the policy']);
    expect(engine.writes).toEqual([[CURRENT, AFTER]]);
    expect([...engine.pass.written]).toEqual(['access-1']);
    expect(engine.pass.conflicts).toBe(0);
    expect((await engine.rowOf(one)).item).toMatchObject({ state: 'pending', placed: [placement] });
    expect(engine.log).toEqual([
      {
        severity: 'INFO',
        event: 'policy.written',
        target: TARGET,
        adding: ['access-1'],
        removing: [],
      },
    ]);
  });

  it('holds none for written where the cloud did not take it', async () => {
    const refusal = new TypeError('refused');
    const engine = open(ADD, {
      write: async () => {
        throw refusal;
      },
    });
    const one = await engine.put(GRANT);
    await expect(bringInLine(CURRENT, [one], engine.work)).rejects.toBe(refusal);
    expect(engine.pass.written.size).toBe(0);
    expect(engine.log).toEqual([]);
  });

  it.each([
    ['held back', keep('held'), { kind: 'absent' }],
    ['without room', GRANT, { kind: 'refused', problem: problem('trust-policy-full') }],
  ] as const)(
    'reads again where a write would lack who was let in a moment ago, and is %s',
    async (_it, order, standing) => {
      const plan = { ...ADD, standings: new Map([...ADD.standings, ['lately', standing]]) };
      const engine = open(plan);
      const one = await engine.put(GRANT);
      const wrote = { at: ago(SECOND), what: 'adding' } as const;
      const lately = await engine.put(order, { accessId: 'lately', placed: [placement], wrote });
      expect(await bringInLine(CURRENT, [one, lately], engine.work)).toBe(false);
      expect([engine.writes, engine.steps, engine.pass.conflicts]).toEqual([[], [], 1]);
    },
  );

  it('plans anew where there is more room than was known, and writes nothing by the old number', async () => {
    const full = { kind: 'refused', problem: problem('trust-policy-full') } as const;
    const crowded = { ...ADD, standings: new Map([...ADD.standings, ['other', full]]) };
    const engine = open(crowded, { measure: async () => true });
    const one = await engine.put(GRANT);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect([engine.writes, engine.steps]).toEqual([[], []]);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.writes).toHaveLength(1);
  });

  it.each([
    ['is held, and is not there', keep('held'), {}],
    ['goes, though the read lacks it', WITHDRAW, { wrote: { at: ago(SECOND), what: 'adding' } }],
  ] as const)('writes also where somebody else %s', async (_it, order, row) => {
    const plan = { ...ADD, standings: new Map([...ADD.standings, ['other', { kind: 'absent' }]]) };
    const engine = open(plan as Plan<unknown>);
    const one = await engine.put(GRANT);
    const other = await engine.put(order, { accessId: 'other', placed: [placement], ...row });
    await bringInLine(CURRENT, [one, other], engine.work);
    expect([engine.writes.length, engine.pass.conflicts]).toEqual([1, 0]);
  });

  it('settles what is as it should be, and writes no policy', async () => {
    const engine = open(THERE);
    const one = await engine.put(GRANT);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(true);
    expect(engine.writes).toEqual([]);
    expect((await engine.rowOf(one)).item.state).toBe('granted');
    expect(engine.told).toEqual(['deployment-1']);
  });

  it('notes what an approval would change', async () => {
    const engine = open(planOf({ 'access-1': { kind: 'absent' } }));
    const one = await engine.put(keep('approval'));
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(true);
    expect((await engine.rowOf(one)).item.proposal?.diff).toContain('Nothing would change');
  });

  it('plans with what the cloud refused, and knows where the policy names whom', async () => {
    const seen: unknown[] = [];
    const engine = open(THERE, {
      plan: (current, claims, rejected) => {
        seen.push(current, claims, [...rejected]);
        return THERE;
      },
      whereNamed: (current, principal) => `${current} names ${principal}`,
      isNamedByUs: (current, principal) => `${current}` === 'anna' && principal === 'x',
      whereDeleted: (current, identity) => `${current} deleted ${identity}`,
    });
    engine.pass.rejected.add('AROAGONE');
    const one = await engine.put(GRANT);
    await bringInLine(CURRENT, [one], engine.work);
    expect(seen).toEqual([CURRENT, [one.claim], ['AROAGONE']]);
    expect(engine.pass.whereNamed('x')).toBe('anna names x');
    expect(engine.pass.whereDeleted('x')).toBe('anna deleted x');
    expect(['x', 'y'].map(engine.pass.isNamedByUs)).toEqual([true, false]);
  });

  it('knows nowhere where the target cannot tell', async () => {
    const engine = open(THERE);
    await bringInLine(CURRENT, [], engine.work);
    expect(engine.pass.whereNamed('x')).toBeUndefined();
    expect(engine.pass.whereDeleted('x')).toBeUndefined();
    expect(engine.pass.isNamedByUs('x')).toBe(false);
  });

  it('settles nothing while some are tried alone, and then tries the others', async () => {
    const engine = open(THERE);
    const one = await engine.put(GRANT);
    engine.pass.alone = new Set(['access-1']);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.pass).not.toHaveProperty('alone');
    expect(engine.steps).toEqual([]);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(true);
  });

  it('knows whom the write is about that was refused', async () => {
    const refuse = async () => Promise.reject(new TypeError('refused'));
    const engine = open(ADD, { write: refuse });
    const one = await engine.put(GRANT);
    const two = await engine.put(GRANT, { accessId: 'access-2' });
    await expect(bringInLine(CURRENT, [one, two], engine.work)).rejects.toThrow('refused');
    expect([...engine.pass.trying]).toEqual(['access-1']);
  });

  it.each([
    ['settles where a write for nobody was refused before', {}, true, 0],
    ['writes for somebody all the same', { 'access-1': { kind: 'adding' } }, false, 1],
  ] as const)('%s', async (_it, standings, done, writes) => {
    const engine = open(planOf(standings, { change: { kind: 'write', policy: AFTER } }), {
      leftovers: () => ['AROAGONE'],
    });
    const one = await engine.put(GRANT);
    engine.pass.blocked = true;
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(done);
    expect(engine.writes).toHaveLength(writes);
  });

  it('leaves out what was put back often enough, and writes nothing', async () => {
    const engine = open();
    const one = await engine.put(GRANT, { ...GIVEN, repairs: [ago(2), ago(1)] });
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.pass.barred.get('access-1')?.code).toBe('contested');
    expect([engine.steps, engine.writes]).toEqual([[], []]);
    expect(engine.pass.drifts.get('access-1')?.diff).toMatch(/^- .*ben/m);
  });

  it('puts back what somebody took out, and notes what that was', async () => {
    const engine = open();
    const one = await engine.put(GRANT, GIVEN);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.writes).toHaveLength(1);
    expect((await engine.rowOf(one)).item.drift).toMatchObject({ repaired: true });
  });

  it.each([
    ['counts a conflict where all of it was written before', ['access-1', 'access-2'], 1],
    ['counts none where some of it is new', ['access-1'], 0],
  ])('%s', async (_it, written, conflicts) => {
    const kinds = { 'access-1': { kind: 'adding' }, 'access-2': { kind: 'removing' } } as const;
    const engine = open(planOf(kinds, { change: { kind: 'write', policy: AFTER } }));
    const one = await engine.put(GRANT);
    const two = await engine.put(WITHDRAW, { accessId: 'access-2', placed: [placement] });
    for (const id of written) engine.pass.written.add(id);
    await bringInLine(CURRENT, [one, two], engine.work);
    expect(engine.pass.conflicts).toBe(conflicts);
    expect(engine.writes).toHaveLength(1);
  });
});

describe('bringInLine, of ids that may be nobody’s,', () => {
  it('asks the cloud once by writing the policy as it stands, and settles after that', async () => {
    const engine = open(THERE, { leftovers: () => ['AROAONE', 'AROATWO'] });
    const one = await engine.put(GRANT);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.writes).toEqual([[CURRENT, CURRENT]]);
    expect([...engine.pass.asked]).toEqual(['AROAONE', 'AROATWO']);
    expect(engine.told).toEqual([]);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(true);
    expect(engine.writes).toHaveLength(1);
  });

  it('asks again for another one', async () => {
    const engine = open(THERE, { leftovers: () => ['AROAONE', 'AROATWO'] });
    engine.pass.asked.add('AROAONE');
    const one = await engine.put(GRANT);
    expect(await bringInLine(CURRENT, [one], engine.work)).toBe(false);
    expect(engine.writes).toHaveLength(1);
  });

  it('leaves them alone while there is something to write', async () => {
    const engine = open(ADD, { leftovers: () => ['AROAONE'] });
    const one = await engine.put(GRANT);
    await bringInLine(CURRENT, [one], engine.work);
    expect(engine.writes).toEqual([[CURRENT, AFTER]]);
    expect(engine.pass.asked.size).toBe(0);
  });

  it('remembers of whom it asked also where the cloud refused it', async () => {
    const engine = open(THERE, {
      leftovers: () => ['AROAONE'],
      write: async () => {
        throw new TypeError(problem('rejected').text);
      },
    });
    await expect(bringInLine(CURRENT, [], engine.work)).rejects.toThrow('It is rejected.');
    expect([...engine.pass.asked]).toEqual(['AROAONE']);
  });
});
