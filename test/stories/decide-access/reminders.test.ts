import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { reminderOf } from '../../../shared/stories/decide-access/reminders.ts';
import { decided, TARGET, want } from '../../record/samples.ts';
import { inA, NOW, problem } from '../findings.ts';

const OPEN = [{ accessId: 'access-1', targetKey: TARGET }];
const SOON = { ...want, until: inA(HOUR) };
const LATER = { ...want, until: inA(2 * HOUR) };
const OVER = { ...want, until: NOW.toISOString() };
const NONE = { reminders: 0, due: undefined };
const ONE = { reminders: 1, due: inA(45 * SECOND) };

describe('reminderOf', () => {
  it.each([
    ['all has settled', decided(), [], NONE],
    ['something has not settled', decided(), OPEN, ONE],
    ['its identity is not told', decided({ nothing: problem('identity-absent') }), [], ONE],
    ['it gets nothing', decided({ wants: [], nothing: problem('no-rule') }), [], NONE],
    ['one is withheld', decided({ wants: [want, { ...want, withheld: true }] }), [], ONE],
    ['all settled after many', decided({ reminders: 4 }), [], NONE],
    ['one ends', decided({ wants: [want, LATER, SOON] }), [], { reminders: 0, due: inA(HOUR) }],
    ['one has ended, and is still there', decided({ wants: [OVER] }), [], ONE],
    ['one has ended, and another soon does', decided({ wants: [OVER, SOON] }), [], ONE],
    [
      'one ends before its turn would come',
      decided({ reminders: 10, wants: [{ ...want, until: inA(MINUTE) }] }),
      OPEN,
      { reminders: 11, due: inA(MINUTE) },
    ],
  ])('of one where %s', (_it, found, open, expected) => {
    expect(reminderOf(found, open, NOW)).toEqual(expected);
  });

  it.each([
    [1, 90 * SECOND],
    [2, 3 * MINUTE],
    [5, 24 * MINUTE],
    [6, 30 * MINUTE],
    [20, 30 * MINUTE],
  ])('comes after %d others in %d milliseconds', (reminders, wait) => {
    const expected = { reminders: reminders + 1, due: inA(wait) };
    expect(reminderOf(decided({ reminders }), OPEN, NOW)).toEqual(expected);
  });
});
