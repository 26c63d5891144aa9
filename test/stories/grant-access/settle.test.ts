import { describe, expect, it } from '@jest/globals';
import type { Plan, Problem, Standing } from '../../../shared/policy/plan.ts';
import type { PolicyChange } from '../../../shared/record/items.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { HOUR, SECOND } from '../../../shared/runtime/clock.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import { settle } from '../../../shared/stories/grant-access/settle.ts';
import { AT, LATER, placement, TARGET } from '../../record/samples.ts';
import { openEngine, planOf } from '../engine-bench.ts';
import { GRANT, inA, keep, LOST, NOW, problem, WITHDRAW } from '../findings.ts';

const PRESENT: Standing = { kind: 'present' };
const ABSENT: Standing = { kind: 'absent' };
const CHANGE: PolicyChange = { at: LATER, diff: '+ it' };
const NONE: ReadonlyMap<string, PolicyChange> = new Map();
/** A row that answers its order already. */
const SETTLED = { state: 'granted', placed: [placement], answers: orderDigest(GRANT) } as const;

const found = (plan: Plan<unknown>) => ({ plan, proposals: NONE });

describe('settle', () => {
  it('writes down what became of each, and when it is looked at again', async () => {
    const engine = openEngine();
    const one = await engine.put(GRANT, { accessId: 'one' });
    const two = await engine.put(WITHDRAW, { ...SETTLED, accessId: 'two' });
    await settle([one, two], found(planOf({ one: PRESENT, two: ABSENT })), newPass(), engine.tools);
    const granted = await engine.rowOf(one);
    expect(granted.item).toMatchObject({ state: 'granted', answers: orderDigest(GRANT) });
    expect(granted.due).toEqual(expect.any(String));
    expect((await engine.rowOf(two)).item).toMatchObject({ state: 'revoked', placed: [] });
  });

  it('takes from the pass what concerns each', async () => {
    const engine = openEngine();
    const [one, two] = [
      await engine.put(GRANT, { accessId: 'one' }),
      await engine.put(GRANT, { accessId: 'two' }),
    ];
    const pass = newPass();
    pass.barred.set('one', problem('denied'));
    pass.written.add('two');
    pass.drifts.set('two', CHANGE);
    const notices: Problem[] = [problem('policy-nearly-full')];
    const plan = planOf({ one: ABSENT, two: PRESENT }, { notices });
    await settle([one, two], found(plan), pass, engine.tools);
    expect((await engine.rowOf(one)).item.reason).toEqual(problem('denied'));
    const written = await engine.rowOf(two);
    expect(written.item).toMatchObject({ notices, drift: { ...CHANGE, repaired: true } });
    expect(written.due).toBe(inA(75 * SECOND));
  });

  it.each([
    ['nothing of it on Google Cloud', 'gcp-project/lake', undefined, []],
    ['it on Google Cloud', 'gcp-project/lake', 'written', [placement]],
    ['perhaps it on Google Cloud', 'gcp-project/lake', 'unsure', [placement]],
    ['nothing that is known of on AWS', 'aws-own-role/gcp-', undefined, [placement]],
  ] as const)(
    'knows what is placed where the cloud took %s',
    async (_it, targetKey, took, placed) => {
      const engine = openEngine();
      const one = await engine.put(GRANT, { targetKey, placed: [placement] });
      const pass = newPass();
      pass.barred.set('access-1', problem('denied'));
      pass.traced.set('access-1', { said: 'it', before: [], version: one.access.version });
      if (took !== undefined) pass[took].add('access-1');
      await settle([one], found(planOf({ 'access-1': ABSENT })), pass, engine.tools);
      expect((await engine.rowOf(one)).item).toMatchObject({ state: 'refused', placed });
    },
  );

  it('keeps what an approval would change', async () => {
    const engine = openEngine();
    const one = await engine.put(keep('approval'));
    const proposals = new Map([['access-1', CHANGE]]);
    await settle(
      [one],
      { plan: planOf({ 'access-1': ABSENT }), proposals },
      newPass(),
      engine.tools,
    );
    expect((await engine.rowOf(one)).item.proposal).toEqual(CHANGE);
  });

  it.each([
    ['the record lost something', LOST, { 'access-1': PRESENT }],
    ['the plan says nothing of it', WITHDRAW, {}],
  ])('leaves the row alone where %s', async (_it, order, standings) => {
    const engine = openEngine();
    const one = await engine.put(order, SETTLED);
    await settle([one], found(planOf(standings)), newPass(), engine.tools);
    expect(await engine.rowOf(one)).toEqual(one.access);
    expect([engine.steps, engine.told, engine.log]).toEqual([[], [], []]);
  });

  it('writes a row that tells nothing new, and has nobody told of it', async () => {
    const engine = openEngine();
    const one = await engine.put(GRANT, SETTLED, { due: AT });
    await settle([one], found(planOf({ 'access-1': PRESENT })), newPass(), engine.tools);
    const row = await engine.rowOf(one);
    expect(row.version).toBe(2);
    expect(row.due).not.toBe(AT);
    expect(engine.steps).toEqual(['writes access-1']);
    expect([engine.told, engine.log]).toEqual([[], []]);
    expect(await engine.record.history.of('deployment-1')).toEqual([]);
  });

  it.each([
    ['has it shown when what was refused is refused again, and tried at another time', AT, true],
    ['shows nothing where it is tried when it was to be', inA(24 * HOUR), false],
  ])('%s', async (_it, due, isShown) => {
    const engine = openEngine();
    const reason = problem('denied');
    const row = { state: 'refused', answers: orderDigest(GRANT), reason } as const;
    const one = await engine.put(GRANT, row, { due });
    const pass = newPass();
    pass.barred.set('access-1', reason);
    await settle([one], found(planOf({ 'access-1': ABSENT })), pass, engine.tools);
    const marked = isShown ? ['marked deployment-1'] : [];
    expect(engine.steps).toEqual([...marked, 'writes access-1']);
    expect(engine.told).toEqual(isShown ? ['deployment-1'] : []);
    expect(await engine.record.history.of('deployment-1')).toEqual([]);
  });

  it('marks a Deployment once, before any row of it is written, and has it told', async () => {
    const engine = openEngine();
    const [one, two, other] = [
      await engine.put(GRANT, { accessId: 'one' }),
      await engine.put(GRANT, { accessId: 'two' }),
      await engine.put(GRANT, { accessId: 'three', deploymentId: 'deployment-2' }),
    ];
    const pass = newPass();
    const plan = planOf({ one: PRESENT, two: PRESENT, three: PRESENT });
    await settle([one, two, other], found(plan), pass, engine.tools);
    const of = (step: string) => engine.steps.indexOf(step);
    expect(engine.steps.filter((step) => step.startsWith('marked')).toSorted()).toEqual([
      'marked deployment-1',
      'marked deployment-2',
    ]);
    expect(of('marked deployment-1')).toBeLessThan(of('writes one'));
    expect(of('marked deployment-1')).toBeLessThan(of('writes two'));
    expect(of('marked deployment-2')).toBeLessThan(of('writes three'));
    expect(engine.told.toSorted()).toEqual(['deployment-1', 'deployment-2']);
    expect([...pass.news].toSorted()).toEqual(['deployment-1', 'deployment-2']);
  });

  it('has those told of whom an earlier attempt of the pass wrote', async () => {
    const engine = openEngine();
    const one = await engine.put(GRANT, SETTLED);
    const pass = newPass();
    pass.news.add('deployment-7');
    await settle([one], found(planOf({ 'access-1': PRESENT })), pass, engine.tools);
    expect(engine.told).toEqual(['deployment-7']);
  });

  it('writes the rows of those who take before those of who give up', async () => {
    const engine = openEngine();
    const gives = await engine.put(WITHDRAW, { ...SETTLED, accessId: 'gives' });
    const takes = await engine.put(GRANT, { ...SETTLED, accessId: 'takes' });
    const plan = planOf({ gives: ABSENT, takes: PRESENT });
    await settle([gives, takes], found(plan), newPass(), engine.tools);
    const rows = engine.steps.filter((step) => step.startsWith('writes'));
    expect(rows).toEqual(['writes takes', 'writes gives']);
  });
});

describe('settle, for the audit trail,', () => {
  it.each([
    [
      'says who was granted what',
      GRANT,
      {},
      PRESENT,
      'granted',
      { order: 'grant', identity: placement.identity, was: 'pending' },
    ],
    [
      'says of whom it was taken, and why',
      WITHDRAW,
      SETTLED,
      ABSENT,
      'revoked',
      { order: 'withdraw', identity: placement.identity, reason: 'unwanted', was: 'granted' },
    ],
    [
      'says that nothing was in place',
      WITHDRAW,
      { state: 'refused' },
      ABSENT,
      'revoked',
      { order: 'withdraw', reason: 'unwanted', was: 'refused' },
    ],
  ] as const)('%s', async (_it, order, row, standing, state, detail) => {
    const engine = openEngine();
    const one = await engine.put(order, row);
    await settle([one], found(planOf({ 'access-1': standing })), newPass(), engine.tools);
    const about = { deploymentId: 'deployment-1', accessId: 'access-1' };
    const event = `access.${state}`;
    expect(await engine.record.history.of('deployment-1')).toEqual([
      {
        ...about,
        at: NOW.toISOString(),
        event,
        by: 'grant-access',
        detail: { target: TARGET, ...detail },
      },
    ]);
    const { identity, reason } = { identity: undefined, reason: undefined, ...detail };
    expect(engine.log).toEqual([
      {
        severity: 'INFO',
        event,
        ...about,
        target: TARGET,
        ...(identity && { identity }),
        ...(reason && { reason: problem(reason) }),
      },
    ]);
  });
});
