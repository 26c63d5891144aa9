import { describe, expect, it } from '@jest/globals';
import { decidedText, type Result } from '../../../shared/stories/operate/decided-text.ts';
import { another } from './order-bench.ts';

const result = (kind: Result['kind'], target: string, said: string): Result => ({
  ...{ kind, said },
  want: another(target),
});
const GIVEN = 'Approved: it is being granted.';
const LATE = 'Too late: it ended.';
const PAUSED = { by: 'jane' };
const WAITS = 'But jane has paused the installation: no policy is written until it is resumed.';

describe('decidedText', () => {
  const one = result('decided', 'redshift', GIVEN);
  const two = result('decided', 'lake', GIVEN);
  const late = result('refused', 'lake', LATE);
  const later = result('refused', 'raw', LATE);
  const overtaken = result('overtaken', 'raw', 'Somebody did.');
  it.each<[string, readonly Result[], string]>([
    ['says once what is done with all', [one, two], GIVEN],
    ['says nothing of none', [], ''],
    ['names those with which nothing is done', [late, later], 'lake, raw: too late: it ended.'],
    ['names a target once', [late, late], 'lake: too late: it ended.'],
    [
      'names all where not all is done',
      [one, late, overtaken, two],
      'redshift, lake: approved: it is being granted. lake: too late: it ended. raw: somebody did.',
    ],
    [
      'names all where different things are done',
      [one, result('decided', 'lake', 'Kept: it stays.')],
      'redshift: approved: it is being granted. lake: kept: it stays.',
    ],
  ])('%s', (_it, results, text) => {
    expect(decidedText(results, undefined)).toBe(text);
  });

  it('says that what is done waits while the installation is paused', () => {
    expect(decidedText([one], PAUSED)).toBe(`${GIVEN} ${WAITS}`);
    expect(decidedText([one, late], PAUSED)).toMatch(WAITS);
  });

  it('says of nothing that it waits', () => {
    expect(decidedText([late], PAUSED)).toBe('lake: too late: it ended.');
  });
});
