import { describe, expect, it } from '@jest/globals';
import type { DecisionItem, Want } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { HOUR } from '../../../shared/runtime/clock.ts';
import {
  afterwards,
  decisionsOn,
  hasEnded,
  noLongerGiven,
} from '../../../shared/stories/decide-access/no-longer-given.ts';
import { AT, decided, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, inA, NOW } from '../findings.ts';

const UNTIL = inA(24 * HOUR);
const SINCE = ago(2 * HOUR);

function decision(verdict: DecisionItem['verdict'], at = NOW.toISOString()): DecisionItem {
  return { accessId: want.accessId, verdict, by: 'jane', at, placement: placementDigest(want) };
}

const given = want;
const ending: Want = { ...want, until: inA(HOUR), endingSince: SINCE };
const over: Want = { ...want, until: NOW.toISOString(), endingSince: SINCE };
const kept: Want = { ...want, kept: true };
const withheld: Want = { ...want, withheld: true };
const FRESH: Want = { ...want, until: UNTIL, endingSince: NOW.toISOString() };

describe('afterwards', () => {
  it.each<[string, Want, DecisionItem | undefined, readonly Want[]]>([
    ['begins to end', given, undefined, [FRESH]],
    ['ends when it was to end', ending, undefined, [ending]],
    ['is over when its time has come', over, undefined, []],
    ['begins to end when it is no longer withheld', withheld, undefined, [FRESH]],
    ['begins to end where nobody keeps it any more', kept, decision('released'), [FRESH]],
    ['ends at once where a person denied it', ending, decision('denied'), []],
    ['stays where a person held it', ending, decision('held'), [kept]],
    ['stays where a person held it just before it ended', over, decision('held'), [kept]],
    ['stays where a person keeps it', ending, decision('kept'), [kept]],
    ['stays kept', kept, decision('kept', AT), [kept]],
    [
      'ends where a person kept an ending before this one',
      ending,
      decision('kept', ago(3 * HOUR)),
      [ending],
    ],
    ['begins to end though an earlier ending was kept', given, decision('kept'), [FRESH]],
  ])('%s', (_it, old, said, expected) => {
    expect(afterwards(old, said, UNTIL, NOW)).toStrictEqual(expected);
  });
});

describe('hasEnded', () => {
  it.each<[string, Want, DecisionItem | undefined, boolean]>([
    ['one whose time has come', over, undefined, true],
    ['not one that ends later', ending, undefined, false],
    ['not one that does not end', given, undefined, false],
    ['not one that the breaker withholds', withheld, undefined, false],
    ['not one that a person keeps', over, decision('kept'), false],
    ['one that a person denied', ending, decision('denied'), true],
  ])('is %s', (_it, one, said, expected) => {
    expect(hasEnded(one, said, NOW)).toBe(expected);
  });
});

describe('noLongerGiven', () => {
  it('has those whose access is not wanted any more', () => {
    const other = { ...want, accessId: 'access-2' };
    expect(noLongerGiven([want, other], [{ ...want, rule: 'another' }])).toEqual([other]);
  });
});

describe('decisionsOn', () => {
  it('reads what was decided on those that there were', async () => {
    const { record } = openEngine();
    await record.decisions.write(decision('held'));
    expect((await decisionsOn(decided(), record)).get('access-1')).toMatchObject({
      verdict: 'held',
    });
    expect((await decisionsOn(undefined, record)).size).toBe(0);
  });
});
