import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../shared/record/items.ts';
import type { SeenAccess } from '../../../shared/stories/answer-slack/sight.ts';
import { staleBecause } from '../../../shared/stories/answer-slack/stale.ts';
import { AT, access, LATER } from '../../record/samples.ts';
import { decision, seen } from './presses.ts';

const stale = (accesses: readonly SeenAccess[], accessId?: string) =>
  staleBecause({ deploymentId: 'deployment-1', accesses }, accessId);

/** The targets that are named, in order. */
const named = (accesses: readonly SeenAccess[]) =>
  [...stale(accesses).text.matchAll(/\*(\w+)\* is/g)].map(([, target]) => target);

const since = (at: string) => ({ row: access({ since: at }) });

describe('staleBecause', () => {
  it('says how it stands now', () => {
    expect(stale([seen('lake')])).toEqual({
      code: 'press-stale',
      text: 'It has changed since the message was written. *lake* is granted since <!date^1772366400^{time_secs}|12:00:00 UTC>.',
      advice: 'The message is being brought up to date: press there if you still want it.',
    });
  });

  it.each<[Verdict, string]>([
    ['approved', 'approved it'],
    ['denied', 'denied it'],
    ['held', 'held it'],
    ['released', 'released it or had it tried again'],
    ['kept', 'said that it stays'],
  ])('says who has %s it, and when', (verdict, words) => {
    const { text } = stale([seen('lake', { decision: decision({ verdict }) })]);
    expect(text).toBe(
      `It has changed since the message was written. *lake* is granted; <@U0SAM> ${words} at <!date^1772366700^{time_secs}|12:05:00 UTC>.`,
    );
  });

  it('says it of several', () => {
    const { text } = stale([seen('lake'), seen('daily')]);
    expect(text).toMatch(/written\. \*lake\* is granted since [^ ]+ UTC>\. \*daily\* is /);
  });

  it('says it of the access that the button was for', () => {
    const { text } = stale([seen('lake'), seen('daily'), seen('raw')], 'access-daily');
    expect(text).toMatch(/written\. \*daily\* is granted since [^ ]+ UTC>\.$/);
  });

  it.each<[string, readonly SeenAccess[], readonly string[]]>([
    [
      'what has changed last first',
      [seen('lake'), seen('daily', since(LATER)), seen('raw', since('2026-03-01T12:01:00.000Z'))],
      ['daily', 'raw', 'lake'],
    ],
    [
      'what was decided last first',
      [seen('lake'), seen('daily', { decision: decision() })],
      ['daily', 'lake'],
    ],
    [
      'what was decided long before as what it became later',
      [
        seen('lake', since('2026-03-01T12:01:00.000Z')),
        seen('daily', { ...since(LATER), decision: decision({ at: AT }) }),
      ],
      ['daily', 'lake'],
    ],
    [
      'what changed at once in the order of the rules',
      [seen('lake'), seen('daily'), seen('raw')],
      ['lake', 'daily', 'raw'],
    ],
    [
      'three at the most',
      [seen('lake'), seen('daily'), seen('raw'), seen('redshift', since(LATER))],
      ['redshift', 'lake', 'daily'],
    ],
  ])('of all of a Deployment names %s', (_it, accesses, targets) => {
    expect(named(accesses)).toEqual(targets);
  });
});
