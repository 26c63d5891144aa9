import { describe, expect, it } from '@jest/globals';
import type { Problem, Standing } from '../../../shared/policy/plan.ts';
import type { AccessItem } from '../../../shared/record/items.ts';
import { type Order, orderDigest } from '../../../shared/record/order.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { outcome } from '../../../shared/stories/grant-access/outcome.ts';
import { AT, placement } from '../../record/samples.ts';
import {
  ago,
  ELSEWHERE,
  findingOf,
  GRANT,
  inA,
  keep,
  LOST,
  NOW,
  problem,
  situationOf,
  WITHDRAW,
} from '../findings.ts';

const PRESENT: Standing = { kind: 'present' };
const ABSENT: Standing = { kind: 'absent' };
const BY_HAND: Standing = { kind: 'by-hand' };
const REFUSED: Standing = { kind: 'refused', problem: problem('policy-full') };
const UNSEEN = problem('identity-not-visible');
const EARLIER = { identity: ELSEWHERE.identity, specification: ELSEWHERE.specification };

describe('outcome', () => {
  it.each<[string, Order, Standing, Problem | undefined, string, string | undefined]>([
    ['grants what is there', GRANT, PRESENT, undefined, 'granted', undefined],
    ['grants what is there by hand', GRANT, BY_HAND, undefined, 'granted', undefined],
    ['refuses what the plan refuses', GRANT, REFUSED, undefined, 'refused', 'policy-full'],
    ['refuses what the cloud refused', GRANT, ABSENT, problem('denied'), 'refused', 'denied'],
    ['waits for who cannot be seen', GRANT, ABSENT, UNSEEN, 'waiting', UNSEEN.code],
    [
      'waits for who stands as deleted',
      GRANT,
      ABSENT,
      problem('identity-deleted'),
      'waiting',
      'identity-deleted',
    ],
    [
      'waits while one of ours is in the way',
      GRANT,
      ABSENT,
      problem('identity-fading'),
      'waiting',
      'identity-fading',
    ],
    ['says that it is not applied', GRANT, ABSENT, undefined, 'refused', 'not-applied'],
    ['keeps what is there', keep('held'), PRESENT, undefined, 'granted', 'held'],
    ['keeps what is not there', keep('held'), ABSENT, undefined, 'waiting', 'held'],
    ['takes back what is absent', WITHDRAW, ABSENT, undefined, 'revoked', 'unwanted'],
    ['takes back what is left by hand', WITHDRAW, BY_HAND, undefined, 'revoked', 'unwanted'],
    ['refuses what cannot be taken', WITHDRAW, REFUSED, undefined, 'refused', 'policy-full'],
  ])('%s', (_it, order, standing, barred, state, code) => {
    const item = outcome(findingOf(order, {}, { standing, barred }))?.item;
    expect([item?.state, item?.reason?.code]).toEqual([state, code]);
  });

  it('has placed only what is ours, where others have given a part of it', () => {
    const { identity, specification } = ELSEWHERE;
    const ours = { identity, specification };
    const found = (standing: Standing) => outcome(findingOf(GRANT, {}, { standing }))?.item.placed;
    expect(found({ kind: 'present', ours })).toEqual([ours]);
    expect(found(PRESENT)).toEqual([placement]);
  });

  it('says in words that it is not applied', () => {
    const { reason } = outcome(findingOf(GRANT, {}, { standing: ABSENT }))?.item ?? {};
    expect(reason?.text).toContain('could not be brought in line');
    expect(reason?.advice).toContain('grant-access');
  });

  it('leaves the row alone where the record lost something', () => {
    expect(outcome(findingOf(LOST, { state: 'granted' }))).toBeUndefined();
  });

  it.each([
    ['leaves alone what rests', GRANT, ABSENT, undefined, undefined],
    ['leaves alone what rests and is still there', WITHDRAW, PRESENT, undefined, undefined],
    ['leaves alone what rests and cannot be read', WITHDRAW, REFUSED, undefined, undefined],
    ['sees what rests put there by others in our place', GRANT, PRESENT, undefined, 'granted'],
    ['sees what rests given by hand', GRANT, BY_HAND, undefined, 'granted'],
    ['sees what rests taken out by others', WITHDRAW, ABSENT, undefined, 'revoked'],
    ['judges what rests and is refused now', GRANT, ABSENT, problem('denied'), 'refused'],
  ] as const)('%s', (_it, order, standing, barred, state) => {
    const situation = situationOf(order, {}, { resting: true });
    const found = outcome({ ...findingOf(order), situation, standing, barred });
    expect(found?.item.state).toBe(state);
  });

  it.each([
    ['what is there', PRESENT, [EARLIER, placement]],
    ['what is there by hand', BY_HAND, [EARLIER]],
  ] as const)(
    'forgets nothing that it had before of what rests, with %s',
    (_it, standing, placed) => {
      const situation = situationOf(GRANT, { placed: [EARLIER] }, { resting: true });
      const found = outcome({ ...findingOf(GRANT), situation, standing });
      expect(found?.item.placed).toEqual(placed);
    },
  );

  it.each([
    ['keeps the time of a state', 'granted', AT],
    ['notes when it became so', 'pending', NOW.toISOString()],
  ] as const)('%s', (_it, state, since) => {
    const found = outcome(findingOf(GRANT, { state, since: AT }));
    expect(found?.item).toMatchObject({ state: 'granted', since });
  });

  it.each<[Order]>([[GRANT], [keep('held')], [WITHDRAW]])('answers the order %j', (order) => {
    const found = outcome(findingOf(order, { answers: 'another' }, { standing: ABSENT }));
    expect(found?.item.answers).toBe(orderDigest(order));
  });
});

describe('outcome, of what contradicts our own write,', () => {
  type Wrote = NonNullable<AccessItem['wrote']>['what'];

  function doubted(
    what: Wrote,
    order: Order,
    standing: Standing,
    rest: { written?: boolean; barred?: Problem; age?: number } = {},
  ): string {
    const { age = 5 * SECOND, ...more } = rest;
    const row = { state: 'granted', placed: [placement], wrote: { at: ago(age), what } } as const;
    const finding = findingOf(order, row, { standing, ...more });
    const found = outcome(finding);
    if (found?.item !== finding.situation.access.item) return found?.item.state ?? 'alone';
    return found.due === inA(MINUTE - age) ? 'looked at again' : `due ${found.due}`;
  }

  it.each<[string, () => string, string]>([
    [
      'it is not gone that we added in an earlier pass',
      () => doubted('adding', WITHDRAW, ABSENT),
      'looked at again',
    ],
    [
      'it is not gone that we added in this pass',
      () => doubted('adding', WITHDRAW, ABSENT, { written: true }),
      'looked at again',
    ],
    [
      'it is not gone that we added and is kept now',
      () => doubted('adding', keep('held'), ABSENT),
      'looked at again',
    ],
    [
      'there is no room for it that we added in this pass',
      () => doubted('adding', GRANT, { kind: 'refused', problem: problem('trust-policy-full') }),
      'looked at again',
    ],
    [
      'it is not there that we took in an earlier pass',
      () => doubted('removing', WITHDRAW, PRESENT),
      'looked at again',
    ],
    [
      'it is not there again that we took, though wanted now',
      () => doubted('removing', GRANT, PRESENT),
      'looked at again',
    ],
    [
      'until a minute is over',
      () => doubted('adding', WITHDRAW, ABSENT, { age: MINUTE - 1 }),
      'looked at again',
    ],
    [
      'and no longer than a minute',
      () => doubted('adding', WITHDRAW, ABSENT, { age: MINUTE }),
      'revoked',
    ],
    [
      'but it is there that we put back in this pass',
      () => doubted('removing', GRANT, PRESENT, { written: true }),
      'granted',
    ],
    ['but it is gone that we took', () => doubted('removing', WITHDRAW, ABSENT), 'revoked'],
    ['but it is there that we added', () => doubted('adding', GRANT, PRESENT), 'granted'],
    [
      'but it is there that we added and is not ours to take yet',
      () => doubted('adding', keep('held'), PRESENT),
      'granted',
    ],
    ['but it is missing that is wanted', () => doubted('adding', GRANT, ABSENT), 'refused'],
    ['but it is there by hand', () => doubted('removing', GRANT, BY_HAND), 'granted'],
    ['but what is by hand is gone from us', () => doubted('adding', WITHDRAW, BY_HAND), 'revoked'],
    [
      'but a write that was refused changed nothing',
      () => doubted('removing', WITHDRAW, PRESENT, { barred: problem('denied') }),
      'refused',
    ],
    [
      'nor did one that would have added it',
      () => doubted('adding', WITHDRAW, ABSENT, { barred: problem('denied') }),
      'revoked',
    ],
  ])('thinks that %s', (_it, found, expected) => {
    expect(found()).toBe(expected);
  });
});

describe('outcome, of an identity that is waited for,', () => {
  const waiting = (waits: AccessItem['waits'], barred = UNSEEN) =>
    outcome(findingOf(GRANT, { ...(waits && { waits }) }, { standing: ABSENT, barred }));

  it('waits a quarter of a minute at first, from now on', () => {
    expect(waiting(undefined)).toMatchObject({
      item: { state: 'waiting', reason: UNSEEN, waits: { count: 1, since: NOW.toISOString() } },
      due: inA(15 * SECOND),
    });
  });

  it.each([
    [1, 30 * SECOND],
    [2, MINUTE],
    [4, 4 * MINUTE],
    [5, 5 * MINUTE],
    [9, 5 * MINUTE],
  ])('waits after %d times for %d milliseconds', (count, wait) => {
    expect(waiting({ count, since: AT })).toMatchObject({
      item: { waits: { count: count + 1, since: AT } },
      due: inA(wait),
    });
  });

  it('waits on until half an hour is over', () => {
    const since = ago(30 * MINUTE - 1);
    expect(waiting({ count: 9, since })?.item).toMatchObject({ state: 'waiting' });
  });

  it('calls a person after half an hour', () => {
    const { item } = waiting({ count: 9, since: ago(30 * MINUTE) }) ?? {};
    expect(item).toMatchObject({
      state: 'refused',
      reason: { code: 'identity-never-visible', text: UNSEEN.text },
    });
    expect(item?.reason?.advice).toContain('Check in Astro');
    expect(item).not.toHaveProperty('waits');
  });

  it.each(['identity-deleted', 'identity-fading'])('says for so long just that: %s', (code) => {
    const { item } = waiting({ count: 9, since: ago(30 * MINUTE) }, problem(code)) ?? {};
    expect(item).toMatchObject({ state: 'refused', reason: problem(code) });
  });
});

describe('outcome, of what drifted,', () => {
  const seen = { at: AT, diff: '- it' };
  const answers = orderDigest(GRANT);
  const told = { state: 'granted', answers, drift: { ...seen, repaired: true } } as const;
  const fresh = { at: NOW.toISOString(), diff: '- it again' };

  it.each([
    ['is put back', PRESENT, undefined, true],
    ['is left as it is', ABSENT, problem('drifted'), false],
  ])('says whether it %s', (_it, standing, barred, repaired) => {
    const found = outcome(findingOf(GRANT, told, { standing, barred, drift: fresh }));
    expect(found?.item.drift).toEqual({ ...fresh, repaired });
  });

  it.each<[string, Partial<AccessItem>, Standing, boolean]>([
    ['stands in the row while nothing else becomes of it', told, PRESENT, true],
    ['goes when it is refused', told, REFUSED, false],
    ['goes when it is found by hand', told, BY_HAND, false],
    [
      'goes when it answers another order',
      { ...told, answers: orderDigest(WITHDRAW) },
      PRESENT,
      false,
    ],
  ])('%s', (_it, row, standing, stays) => {
    const found = outcome(findingOf(GRANT, row, { standing }));
    expect(found?.item.drift).toEqual(stays ? told.drift : undefined);
    expect(Object.hasOwn(found?.item ?? {}, 'drift')).toBe(stays);
  });

  it('stays in a row that a crash left before it was told of', () => {
    const { answers: _, ...untold } = told;
    expect(outcome(findingOf(GRANT, untold))?.item.drift).toEqual(told.drift);
    expect(outcome(findingOf(GRANT, untold, { standing: REFUSED }))?.item.drift).toEqual(
      told.drift,
    );
  });
});

describe('outcome, of what the cloud took nothing of,', () => {
  const row = { placed: [placement] } as const;

  it.each([
    ['is refused', GRANT, problem('denied'), [], []],
    ['waits', GRANT, problem('identity-not-visible'), [], []],
    ['is refused, of another form than before', GRANT, problem('denied'), [placement], [placement]],
  ] as const)(
    'says again what was placed before, where it %s',
    (_it, order, barred, before, placed) => {
      const found = outcome(findingOf(order, row, { standing: ABSENT, barred, before }));
      expect(found?.item.placed).toEqual(placed);
    },
  );

  it.each([
    ['is there', GRANT, PRESENT, undefined],
    ['could not be taken back', WITHDRAW, PRESENT, problem('denied')],
    ['is refused, and may have been taken', GRANT, ABSENT, problem('denied')],
  ] as const)('leaves what is noted as placed where it %s', (_it, order, standing, barred) => {
    const isUnsure = barred !== undefined && order === GRANT;
    const rest = { standing, barred, ...(!isUnsure && { before: [] }) };
    expect(outcome(findingOf(order, row, rest))?.item.placed).toEqual([placement]);
  });

  it('leaves the row as it is of what is to be decided anew', () => {
    const finding = findingOf(WITHDRAW, row, { standing: ABSENT });
    const situation = { ...finding.situation, unconfirmed: true };
    expect(outcome({ ...finding, situation })).toBeUndefined();
    expect(outcome(finding)?.item.state).toBe('revoked');
  });
});
