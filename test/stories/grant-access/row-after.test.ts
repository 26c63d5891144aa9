import { describe, expect, it } from '@jest/globals';
import type { Placement } from '../../../shared/policy/claim.ts';
import type { AccessItem } from '../../../shared/record/items.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { HOUR, MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { nextCheck } from '../../../shared/stories/grant-access/check-schedule.ts';
import {
  bare,
  type Finding,
  granted,
  grantedByHand,
  kept,
  refused,
  withdrawn,
} from '../../../shared/stories/grant-access/row-after.ts';
import { access, LATER, placement, TARGET, want } from '../../record/samples.ts';
import {
  ago,
  ELSEWHERE,
  findingOf,
  GRANT,
  inA,
  keep,
  NOW,
  problem,
  WITHDRAW,
} from '../findings.ts';

const FULL = problem('policy-nearly-full');
const OLD = problem('stranger');
const LEFT = problem('role-left');
const CHECK = nextCheck(TARGET, NOW);
const { identity, specification } = ELSEWHERE;
const former = { identity, specification };

/** Everything that only a former state has to say. */
const FORMER: Partial<AccessItem> = {
  state: 'refused',
  reason: problem('denied'),
  waits: { count: 3, since: LATER },
  byHand: true,
  answers: 'a digest',
  proposal: { at: LATER, diff: '+ it' },
};
const NOTHING_OF_IT = access();

describe('granted', () => {
  type Rest = Partial<Finding> & { readonly ours?: Placement };

  const of = (row: Partial<AccessItem> = {}, { ours = want, ...rest }: Rest = {}) =>
    granted(findingOf(GRANT, row, rest), ours);

  it('has what is wanted in place, and nothing of a former state', () => {
    expect(of(FORMER).item).toEqual({ ...NOTHING_OF_IT, state: 'granted', placed: [placement] });
  });

  it.each([
    ['only what is ours, where others have given a part of it', [], undefined, [former]],
    ['what is ours in place of what was before', [placement], undefined, [former]],
    ['what was before, too, while it is left alone', [placement], FULL, [placement, former]],
    ['once what was before already', [placement, former], FULL, [placement, former]],
  ])('has placed %s', (_it, placed, barred, expected) => {
    expect(of({ placed }, { barred, ours: former }).item.placed).toEqual(expected);
  });

  it.each([
    ['those of a pass that wrote', true, [FULL], [FULL]],
    ['those from before, where a pass that wrote has none', true, [], [OLD]],
    ['those from before, where nothing was written', false, [FULL], [OLD]],
  ])('has the notices: %s', (_it, written, notices, expected) => {
    const { item } = of({ notices: [LEFT, OLD] }, { written, notices });
    expect(item.notices).toEqual(expected);
  });

  it.each([
    ['soon after a write on AWS', TARGET, true, inA(75 * SECOND)],
    ['with the others of its target where nothing was written', TARGET, false, CHECK],
    ['soon after a write of another pass', TARGET, false, inA(65 * SECOND), ago(10 * SECOND)],
    ['with the others when that was a minute ago', TARGET, false, CHECK, ago(MINUTE)],
    [
      'with the others of its target on Google Cloud, whose policies have etags',
      'gcp-project/aws-',
      true,
      nextCheck('gcp-project/aws-', NOW),
    ],
  ])('is looked at again %s', (_it, targetKey, written, due, wroteAt = undefined) => {
    const wrote = wroteAt ? { wrote: { at: wroteAt, what: 'adding' as const } } : {};
    expect(of({ targetKey, ...wrote }, { written }).due).toBe(due);
  });

  it('remembers what it gave before, until that is seen to stay out', () => {
    const row = { placed: [placement, former] };
    const { item } = of(row, { written: true, ours: former });
    expect(item).toMatchObject({ placed: [former], taken: [placement] });
    expect(granted(findingOf(GRANT, item), former).item).not.toHaveProperty('taken');
  });
});

describe('grantedByHand', () => {
  it.each([
    ['nothing of ours', undefined, []],
    ['what was ours before, while it is left alone', FULL, [former]],
  ] as const)('has in place %s, and is looked at again', (_what, barred, placed) => {
    const finding = findingOf(GRANT, { ...FORMER, byHand: false, placed: [former] }, { barred });
    expect(grantedByHand(finding)).toEqual({
      item: { ...NOTHING_OF_IT, state: 'granted', byHand: true, placed },
      due: CHECK,
    });
  });
});

describe('grantedByHand, just after ours was taken out,', () => {
  it('remembers that, and is looked at again soon', () => {
    const finding = findingOf(GRANT, { placed: [former] }, { written: true });
    expect(grantedByHand(finding)).toMatchObject({
      item: { placed: [], taken: [former] },
      due: inA(75 * SECOND),
    });
  });
});

describe('kept', () => {
  const HELD = keep('held');
  const APPROVAL = keep('approval');
  const proposal = { at: LATER, diff: '+ it' };

  it.each([
    ['present', 'granted', { due: CHECK }],
    ['by-hand', 'granted', { due: CHECK }],
    ['absent', 'waiting', {}],
  ] as const)('of what is %s is %s, says why, and is looked at again', (kind, state, due) => {
    const row = { ...FORMER, placed: [placement] };
    expect(kept(findingOf(HELD, row, { standing: { kind } }), HELD)).toStrictEqual({
      item: { ...NOTHING_OF_IT, placed: [placement], state, reason: HELD.why },
      ...due,
    });
  });

  it.each([
    ['as ever, if it ends soon', 'present', inA(MINUTE), CHECK],
    ['as ever, if it ends late', 'present', inA(24 * HOUR), CHECK],
    ['never, if nothing of it is there', 'absent', inA(24 * HOUR), undefined],
  ] as const)('is looked at again %s', (_it, kind, until, due) => {
    const ending = keep('ending', { until });
    expect(kept(findingOf(ending, {}, { standing: { kind } }), ending).due).toBe(due);
  });

  it.each([
    ['has the proposal that is new', APPROVAL, {}, { proposal }, proposal],
    [
      'has the one that is known for this order',
      APPROVAL,
      { answers: orderDigest(APPROVAL), proposal },
      {},
      proposal,
    ],
    [
      'has none that was for another order',
      APPROVAL,
      { answers: orderDigest(HELD), proposal },
      {},
      undefined,
    ],
    [
      'has none where nobody is asked',
      HELD,
      { answers: orderDigest(HELD), proposal },
      {},
      undefined,
    ],
  ] as const)('%s', (_it, order, row, rest, expected) => {
    const { item } = kept(findingOf(order, row, rest), order);
    expect(item.proposal).toEqual(expected);
    expect(Object.hasOwn(item, 'proposal')).toBe(expected !== undefined);
  });
});

describe('a preview', () => {
  it('is shown what it would be given, and waits for nobody', () => {
    const PREVIEW = keep('preview');
    const proposal = { at: ago(MINUTE), diff: '+ it' };
    const finding = findingOf(PREVIEW, {}, { standing: { kind: 'absent' }, proposal });
    const { item, due } = kept(finding, PREVIEW);
    expect(item).toMatchObject({ state: 'waiting', reason: PREVIEW.why, proposal });
    expect(due).toBeUndefined();
  });
});

describe('an approval that is waited for', () => {
  const APPROVAL = keep('approval');
  const DAYS = 24 * HOUR;
  const asked = (before: number, kind: 'absent' | 'by-hand' = 'absent') => {
    const proposal = { at: ago(before), diff: '+ it' };
    const row = { answers: orderDigest(APPROVAL), proposal };
    return kept(findingOf(APPROVAL, row, { standing: { kind } }), APPROVAL);
  };

  it('is looked at again when it lapses', () => {
    expect(asked(DAYS)).toMatchObject({ item: { state: 'waiting' }, due: inA(6 * DAYS) });
  });

  it.each([
    ['a moment before', 7 * DAYS - 1, 'waiting', 'approval'],
    ['after seven days', 7 * DAYS, 'refused', 'approval-lapsed'],
    ['long afterwards', 70 * DAYS, 'refused', 'approval-lapsed'],
  ])('%s is as it is', (_it, before, state, code) => {
    expect(asked(before).item).toMatchObject({ state, reason: { code }, proposal: {} });
  });

  it('once lapsed waits for nothing more', () => {
    expect(asked(7 * DAYS).due).toBeUndefined();
  });

  it('takes nothing from what is in place', () => {
    const { item, due } = asked(70 * DAYS, 'by-hand');
    expect(item).toMatchObject({ state: 'granted', reason: APPROVAL.why });
    expect(due).toBe(CHECK);
  });
});

describe('withdrawn', () => {
  const of = (row: Partial<AccessItem>, rest = {}) =>
    withdrawn(findingOf(WITHDRAW, row, rest), WITHDRAW.why);
  const absent = { standing: { kind: 'absent' } } as const;

  it('has nothing in place any more, says why, and is not looked at again', () => {
    expect(of({ ...FORMER, placed: [placement] }, absent)).toEqual({
      item: { ...NOTHING_OF_IT, state: 'revoked', reason: WITHDRAW.why },
    });
  });

  it.each([
    ['in this pass', { written: true }, {}, 75 * SECOND],
    [
      'by one that ended too soon',
      {},
      { wrote: { at: ago(MINUTE / 2), what: 'removing' } },
      45_000,
    ],
  ] as const)('is ours to take again until it is seen to stay out: %s', (_it, rest, row, wait) => {
    const { item, due } = of({ ...row, placed: [placement] }, { ...absent, ...rest });
    expect(item).toMatchObject({ state: 'revoked', placed: [], taken: [placement] });
    expect(due).toBe(inA(wait));
    const { wrote: _long, ...later } = item;
    expect(of(later, absent).item).not.toHaveProperty('taken');
  });

  it.each(['aws-own-role/999988887777/x', 'gcp-project/x'])('is over at once: %s', (targetKey) => {
    const { item, due } = of({ targetKey, placed: [placement] }, { ...absent, written: true });
    expect(item).toMatchObject({ placed: [] });
    expect(item).not.toHaveProperty('taken');
    expect(due).toBeUndefined();
  });

  it('is in place where it was put back and cannot be taken again', () => {
    const { item } = of({ taken: [placement] }, { barred: FULL });
    expect(item).toMatchObject({ state: 'refused', placed: [placement] });
    expect(item).not.toHaveProperty('taken');
  });

  it('stays as it is for five minutes while another that is waited for wants the same', () => {
    const row = { ...FORMER, placed: [placement] };
    expect(of(row)).toEqual({ item: access(row), due: inA(5 * MINUTE) });
  });

  it.each([
    ['the plan', { standing: { kind: 'refused', problem: FULL } }],
    ['the cloud', { barred: FULL }],
  ])('is refused where %s refuses it, says so, and remembers what is in place', (_it, rest) => {
    const { item, due } = of({ placed: [placement] }, rest);
    const reason = { ...FULL, text: `It could not be taken back. ${FULL.text}` };
    expect(item).toMatchObject({ state: 'refused', reason, placed: [placement] });
    expect(due).toBe(inA(24 * HOUR));
  });

  it('remembers a role that lets nobody in and is not deleted', () => {
    const barred = problem('role-in-use');
    const { item, due } = of({ placed: [placement] }, { ...absent, barred });
    expect(item).toMatchObject({ state: 'refused', reason: barred, placed: [placement] });
    expect(due).toBe(inA(24 * HOUR));
  });

  it('is revoked where the cloud refuses what is absent', () => {
    expect(of({}, { ...absent, barred: FULL }).item.state).toBe('revoked');
  });

  it('remembers a role that is left, and looks for it again tomorrow', () => {
    const { item, due } = of({ placed: [placement] }, { ...absent, notices: [FULL, LEFT] });
    expect(item).toMatchObject({ state: 'revoked', placed: [placement], notices: [LEFT] });
    expect(due).toBe(inA(24 * HOUR));
  });
});

describe('refused', () => {
  it('says why, keeps what is in place, and is tried again tomorrow', () => {
    const row = { ...FORMER, placed: [placement] };
    expect(refused(findingOf(GRANT, row), FULL)).toEqual({
      item: { ...NOTHING_OF_IT, placed: [placement], state: 'refused', reason: FULL },
      due: inA(24 * HOUR),
    });
  });

  it.each([
    ['an hour where IAM makes no role and shows none, which may be our own', 'barred', HOUR],
    ['a day where it shows somebody else’s', 'planned', 24 * HOUR],
    ['an hour where one of ours is in the way', 'barred', HOUR, 'identity-fading'],
  ])('is tried again in %s', (_it, by, wait, code = 'role-name-taken') => {
    const taken = problem(code);
    const finding = findingOf(GRANT, {}, { barred: by === 'barred' ? taken : undefined });
    expect(refused(finding, taken).due).toBe(inA(wait));
  });
});

describe('bare', () => {
  it.each([
    ['keeps what is noticed of the policy', [FULL, LEFT], [FULL]],
    ['has no notices where only a role was left', [LEFT], undefined],
    ['has none where there were none', undefined, undefined],
  ])('%s', (_it, notices, expected) => {
    const item = bare(access({ ...(notices && { notices }) }));
    expect(item).toEqual(access({ ...(expected && { notices: expected }) }));
    expect(Object.hasOwn(item, 'notices')).toBe(expected !== undefined);
  });
});
