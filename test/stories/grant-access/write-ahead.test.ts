import { describe, expect, it } from '@jest/globals';
import type { Standing } from '../../../shared/policy/plan.ts';
import type { AccessItem } from '../../../shared/record/items.ts';
import { type Order, orderDigest } from '../../../shared/record/order.ts';
import { HOUR } from '../../../shared/runtime/clock.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import {
  changes,
  changing,
  isWritten,
  placedBefore,
  writeAhead,
} from '../../../shared/stories/grant-access/write-ahead.ts';
import { AT, access, LATER, placement } from '../../record/samples.ts';
import { openEngine, planOf } from '../engine-bench.ts';
import { ago, ELSEWHERE, GRANT, NOW, situationOf, WITHDRAW } from '../findings.ts';

const ADDING: Standing = { kind: 'adding' };
const REMOVING: Standing = { kind: 'removing' };
const { identity, specification } = ELSEWHERE;
const former = { identity, specification };
const TOLD = { at: AT, diff: '- it', repaired: false };
const SEEN = { at: LATER, diff: '- it again' };

/** The row as it is when IAM is written. */
async function ahead(
  order: Order,
  row: Partial<AccessItem>,
  standing: Standing,
  pass = newPass(),
): Promise<AccessItem> {
  const engine = openEngine();
  const one = await engine.put(order, row, { due: LATER });
  await writeAhead([one], planOf({ 'access-1': standing }), pass, engine.tools);
  const written = await engine.rowOf(one);
  expect(written.due).toBe(LATER);
  return written.item;
}

const wrote = (what: 'adding' | 'removing') => ({ at: NOW.toISOString(), what });

describe('writeAhead', () => {
  it.each([
    ['what is about to be placed', GRANT, [], ADDING, [placement], 'adding'],
    ['it beside what was placed before', GRANT, [former], ADDING, [former, placement], 'adding'],
    ['it once', GRANT, [placement, former], ADDING, [placement, former], 'adding'],
    ['only what is not by hand', GRANT, [], { kind: 'adding', ours: former }, [former], 'adding'],
    ['nothing more of what goes', WITHDRAW, [placement], REMOVING, [placement], 'removing'],
    ['nothing more where only something old goes', GRANT, [former], REMOVING, [former], 'adding'],
  ] as const)('notes as placed %s', async (_it, order, placed, standing, after, what) => {
    const item = await ahead(order, { placed }, standing);
    expect(item).toEqual(access({ placed: after, wrote: wrote(what) }));
  });

  it('leaves the row unsettled until it is known what became of it', async () => {
    const row = { state: 'granted', answers: orderDigest(WITHDRAW), byHand: true } as const;
    const item = await ahead(GRANT, row, ADDING);
    expect(item).toEqual(
      access({ state: 'granted', byHand: true, placed: [placement], wrote: wrote('adding') }),
    );
  });

  it.each<[string, boolean, Partial<AccessItem>, AccessItem['drift']]>([
    ['what this pass has seen', true, { drift: TOLD, answers: 'it' }, { ...SEEN, repaired: true }],
    ['what was seen and not told yet', false, { drift: TOLD }, TOLD],
    ['nothing that was told', false, { drift: TOLD, answers: 'it' }, undefined],
    ['nothing where nothing was seen', false, {}, undefined],
  ])('notes of drift %s', async (_it, isSeen, row, drift) => {
    const pass = newPass();
    if (isSeen) pass.drifts.set('access-1', SEEN);
    const item = await ahead(GRANT, row, ADDING, pass);
    expect(item.drift).toEqual(drift);
    expect(Object.hasOwn(item, 'drift')).toBe(drift !== undefined);
  });

  it('counts a repair', async () => {
    const repaired = ago(HOUR);
    const row = { state: 'granted', answers: orderDigest(GRANT), repairs: [repaired] } as const;
    const { repairs } = await ahead(GRANT, row, ADDING);
    expect(repairs).toEqual([repaired, NOW.toISOString()]);
  });

  it('counts as no repair what is given for the first time', async () => {
    expect(await ahead(GRANT, {}, ADDING)).not.toHaveProperty('repairs');
  });

  it.each<[Standing['kind'], Standing]>([
    ['present', { kind: 'present' }],
    ['by-hand', { kind: 'by-hand' }],
    ['absent', { kind: 'absent' }],
  ])('writes nothing of what is %s', async (_kind, standing) => {
    const engine = openEngine();
    const pass = newPass();
    const one = await engine.put(GRANT);
    await writeAhead([one], planOf({ 'access-1': standing }), pass, engine.tools);
    expect(engine.steps).toEqual([]);
    expect(pass.traced.size).toBe(0);
  });

  it('writes a row once in a pass', async () => {
    const engine = openEngine();
    const pass = newPass();
    const one = await engine.put(GRANT);
    const plan = planOf({ 'access-1': ADDING });
    await writeAhead([one], plan, pass, engine.tools);
    await writeAhead([one], plan, pass, engine.tools);
    expect(engine.steps).toEqual(['writes access-1']);
    expect([...pass.traced.keys()]).toEqual(['access-1']);
  });

  it('writes it again where it is another thing that is wanted now, and forgets nothing', async () => {
    const engine = openEngine();
    const pass = newPass();
    const plan = planOf({ 'access-1': ADDING });
    const one = await engine.put(GRANT, { placed: [] });
    await writeAhead([one], plan, pass, engine.tools);
    const access = await engine.rowOf(one);
    const changed = situationOf({ kind: 'grant', want: ELSEWHERE }, access.item);
    await writeAhead([{ ...changed, access }], plan, pass, engine.tools);
    const now = await engine.rowOf(one);
    expect(now.item.placed).toEqual([placement, former]);
    expect(placedBefore(now, pass)).toEqual([]);
  });

  it('writes the rows of those who take before those of who give up', async () => {
    const engine = openEngine();
    const gives = await engine.put(WITHDRAW, { accessId: 'gives', placed: [placement] });
    const takes = await engine.put(GRANT, { accessId: 'takes' });
    const plan = planOf({ gives: REMOVING, takes: ADDING });
    await writeAhead([gives, takes], plan, newPass(), engine.tools);
    expect(engine.steps).toEqual(['writes takes', 'writes gives']);
  });
});

describe('placedBefore', () => {
  it('is what the row had before the pass', async () => {
    const engine = openEngine();
    const pass = newPass();
    const one = await engine.put(GRANT, { placed: [former] });
    expect(placedBefore(one.access, pass)).toBeUndefined();
    await writeAhead([one], planOf({ 'access-1': ADDING }), pass, engine.tools);
    expect(placedBefore(await engine.rowOf(one), pass)).toEqual([former]);
  });

  it('is unknown once another worker has written the row, who may be writing the policy', async () => {
    const engine = openEngine();
    const pass = newPass();
    const one = await engine.put(GRANT, { placed: [former] });
    const plan = planOf({ 'access-1': ADDING });
    await writeAhead([one], plan, pass, engine.tools);
    const access = await engine.rowOf(one);
    await writeAhead([{ ...one, access }], plan, newPass(), engine.tools);
    const after = await engine.rowOf(one);
    expect(placedBefore(after, pass)).toBeUndefined();
    const ended = { ...situationOf(WITHDRAW, after.item), access: after };
    await writeAhead([ended], planOf({ 'access-1': REMOVING }), pass, engine.tools);
    expect(placedBefore(await engine.rowOf(one), pass)).toEqual([former, placement]);
  });
});

describe('changes', () => {
  const all = ['adding', 'removing', 'present', 'unknown'].map((accessId) =>
    situationOf(GRANT, { accessId }),
  );
  const plan = () => planOf({ adding: ADDING, removing: REMOVING, present: { kind: 'present' } });

  it('names whom the change adds and whom it removes', () => {
    expect(changes(all, plan())).toEqual({ adding: ['adding'], removing: ['removing'] });
  });

  it('is about these alone', () => {
    expect(changing(all, plan())).toEqual(all.slice(0, 2));
  });
});

describe('isWritten', () => {
  it('knows whom an acknowledged write was about', () => {
    const pass = newPass();
    pass.written.add('one');
    const written = isWritten(pass);
    expect(written(situationOf(GRANT, { accessId: 'one' }))).toBe(true);
    expect(written(situationOf(GRANT, { accessId: 'two' }))).toBe(false);
  });
});
