import { describe, expect, it } from '@jest/globals';
import type { Standing } from '../../../shared/policy/plan.ts';
import type { AccessItem } from '../../../shared/record/items.ts';
import { type Order, orderDigest } from '../../../shared/record/order.ts';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import {
  isRepair,
  noteDrift,
  stopRepairing,
  withRepair,
} from '../../../shared/stories/grant-access/repairs.ts';
import type { Situation } from '../../../shared/stories/grant-access/situation.ts';
import { access, placement, want } from '../../record/samples.ts';
import { planOf } from '../engine-bench.ts';
import { ago, GRANT, keep, NOW, problem, situationOf, WITHDRAW } from '../findings.ts';

const clock = { now: () => NOW, sleep: async () => {} };
const ADDING: Standing = { kind: 'adding' };
const REMOVING: Standing = { kind: 'removing' };
const MISSING = planOf({ 'access-1': ADDING });
const ADOPTING = { kind: 'grant', want: { ...want, adopt: true } } as const;
const REPORTING = { kind: 'grant', want: { ...want, drift: 'report' } } as const;
const REPORTED = { state: 'refused', reason: problem('drifted') } as const;

/** One that was granted as it is ordered now. */
function given(more: Partial<AccessItem> = {}, order: Order = GRANT): Situation {
  const answers = orderDigest(order);
  return situationOf(order, { state: 'granted', placed: [placement], answers, ...more });
}

/** One that was taken back as it is ordered now, of which it was not seen yet that it stays out. */
function takenBack(more: Partial<AccessItem> = { taken: [placement] }): Situation {
  return given({ state: 'revoked', placed: [], ...more }, WITHDRAW);
}

describe('isRepair', () => {
  it.each<[string, Situation, Standing, boolean]>([
    ['what was granted and is missing', given(), ADDING, true],
    ['what was reported and is missing still', given(REPORTED), ADDING, true],
    ['what was by hand, and is not to be ours', given({ byHand: true }), ADDING, true],
    ['what was ours, and may be adopted', given({}, ADOPTING), ADDING, true],
    [
      'a write of a minute ago',
      given({ wrote: { at: ago(MINUTE), what: 'adding' } }),
      ADDING,
      true,
    ],
    ['not what is there', given(), { kind: 'present' }, false],
    ['not what is ordered otherwise by now', given({ answers: 'another' }), ADDING, false],
    ['not what was not granted yet', given({ state: 'pending' }), ADDING, false],
    ['not what is refused', given({ state: 'refused', reason: problem('denied') }), ADDING, false],
    ['not what waits', given({ state: 'waiting', reason: problem('drifted') }), ADDING, false],
    ['not what is kept', given({}, keep('held')), ADDING, false],
    ['not what was by hand and is adopted', given({ byHand: true }, ADOPTING), ADDING, false],
    [
      'not what we wrote less than a minute ago',
      given({ wrote: { at: ago(MINUTE - 1), what: 'adding' } }),
      ADDING,
      false,
    ],
    ['what we took out and is there again', takenBack(), REMOVING, true],
    ['what we took out of a grant, too', given({ taken: [placement] }), REMOVING, true],
    ['not what stays out', takenBack(), { kind: 'absent' }, false],
    ['not what was not taken out yet', takenBack({}), REMOVING, false],
    [
      'not what is taken out for another reason now',
      takenBack({ taken: [placement], answers: 'a' }),
      REMOVING,
      false,
    ],
    [
      'not what we took out less than a minute ago',
      takenBack({ taken: [placement], wrote: { at: ago(MINUTE - 1), what: 'removing' } }),
      REMOVING,
      false,
    ],
  ])('is %s', (_it, situation, standing, expected) => {
    expect(isRepair(situation, planOf({ 'access-1': standing }), NOW)).toBe(expected);
  });

  it('is nothing of which the plan says nothing', () => {
    expect(isRepair(given(), planOf({}), NOW)).toBe(false);
  });
});

describe('noteDrift', () => {
  const two = given({ accessId: 'access-2' });
  const plan = planOf({ 'access-1': ADDING, 'access-2': ADDING });

  /** Whose claims the plan made for each drift had, and what it notes. */
  function noted(situations: readonly Situation[], policy: unknown = ['anna', 'ben']) {
    const pass = newPass();
    const asked: unknown[] = [];
    const target = {
      plan: (_current: unknown, claims: Situation['claim'][]) => {
        asked.push(
          claims.map(({ accessId, barred }) => (barred ? `without ${accessId}` : accessId)),
        );
        const change =
          policy === null ? { kind: 'none' as const } : { kind: 'write' as const, policy };
        return planOf({}, { change });
      },
    };
    const claims = situations.map(({ claim }) => claim);
    const reading = { target, current: ['anna'], claims, rejected: new Set<string>() };
    noteDrift(situations, plan, reading, pass, NOW);
    return { drifts: pass.drifts, asked };
  }

  it('notes what goes from the policy as it should be, each for itself', () => {
    const { drifts, asked } = noted([given(), two]);
    expect([...drifts.keys()]).toEqual(['access-1', 'access-2']);
    expect(drifts.get('access-1')).toMatchObject({ at: NOW.toISOString() });
    expect(drifts.get('access-1')?.diff).toMatch(/^- +"ben"/m);
    expect(asked).toEqual([
      ['access-1', 'without access-2'],
      ['without access-1', 'access-2'],
    ]);
  });

  it.each([
    ['no repair', given({ state: 'pending' })],
    ['told already', given(REPORTED)],
  ])('notes nothing of what is %s', (_it, one) => {
    expect(noted([one])).toEqual({ drifts: new Map(), asked: [] });
  });

  it('notes nothing where it alone would change nothing', () => {
    expect(noted([given()], null).drifts.size).toBe(0);
  });
});

describe('stopRepairing', () => {
  const often = (...hours: readonly number[]) =>
    given({ repairs: hours.map((h) => ago(h * HOUR)) });

  it.each<[string, Situation, string | undefined]>([
    ['goes on with the first', given(), undefined],
    ['goes on with the second of a day', often(1), undefined],
    ['stops before the third of a day', often(2, 1), 'contested'],
    ['goes on where the others were a day ago', often(24, 1), undefined],
    ['stops where they were almost a day ago', often(23.99, 1), 'contested'],
    ['only reports where its target says so', given({}, REPORTING), 'drifted'],
    [
      'reports no more what somebody asked for since',
      given({ answers: 'another' }, REPORTING),
      undefined,
    ],
    [
      'says nothing of what is no repair',
      given({ state: 'pending', repairs: [ago(2), ago(1)] }),
      undefined,
    ],
  ])('%s', (_it, situation, code) => {
    const pass = newPass();
    expect(stopRepairing([situation], MISSING, pass, clock)).toBe(code !== undefined);
    expect(pass.barred.get('access-1')?.code).toBe(code);
    expect(pass.barred.size).toBe(code === undefined ? 0 : 1);
  });

  it('leaves out only the one that is contested', () => {
    const pass = newPass();
    const two = given({ accessId: 'access-2' });
    const plan = planOf({ 'access-1': ADDING, 'access-2': ADDING });
    expect(stopRepairing([often(2, 1), two], plan, pass, clock)).toBe(true);
    expect([...pass.barred.keys()]).toEqual(['access-1']);
  });

  it.each([
    ['who else writes', often(2, 1), 'put back twice', 'ignore changes'],
    ['how to have it put back', given({}, REPORTING), 'only reported', 'Retry to put it back'],
  ])('says %s', (_it, situation, text, advice) => {
    const pass = newPass();
    stopRepairing([situation], MISSING, pass, clock);
    expect(pass.barred.get('access-1')?.text).toContain(text);
    expect(pass.barred.get('access-1')?.advice).toContain(advice);
  });
});

describe('stopRepairing, of what was put back,', () => {
  const plan = planOf({ 'access-1': REMOVING });
  const back = (repairs: readonly string[]) => takenBack({ taken: [placement], repairs });

  it('takes it out again twice a day', () => {
    const pass = newPass();
    expect(stopRepairing([back([ago(HOUR)])], plan, pass, clock)).toBe(false);
  });

  it('stops before the third time, and says who might be writing', () => {
    const pass = newPass();
    expect(stopRepairing([back([ago(2 * HOUR), ago(HOUR)])], plan, pass, clock)).toBe(true);
    const { code, text, advice } = pass.barred.get('access-1') ?? problem('');
    expect([code, text]).toEqual(['contested', expect.stringContaining('Somebody put it back')]);
    expect(advice).toMatch(/Terraform.*tried again in a day/);
  });
});

describe('withRepair', () => {
  it('adds one, and forgets those of a day ago', () => {
    const repairs = [ago(24 * HOUR), ago(23 * HOUR)];
    expect(withRepair(access({ repairs }), NOW)).toEqual([ago(23 * HOUR), NOW.toISOString()]);
    expect(withRepair(access(), NOW)).toEqual([NOW.toISOString()]);
  });
});
