import { describe, expect, it } from '@jest/globals';
import type { Decided } from '../../../shared/record/items.ts';
import { MINUTE } from '../../../shared/runtime/clock.ts';
import { isGone, noteAbsences } from '../../../shared/stories/sweep/absence.ts';
import { decided } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, NOW, problem } from '../findings.ts';

describe('isGone', () => {
  it.each([
    ['is so after two lists five minutes apart', 5 * MINUTE, 0, true],
    ['is not so after two lists less than five minutes apart', 5 * MINUTE - 1, 0, false],
    ['is so after a last list a quarter of an hour ago', 40 * MINUTE, 15 * MINUTE, true],
    ['is not so after no list for longer than that', 40 * MINUTE, 15 * MINUTE + 1, false],
    ['is not so after one list', 0, 0, false],
  ])('%s', (_it, since, last, gone) => {
    const absence = { deploymentId: 'd', since: ago(since), last: ago(last) };
    expect(isGone(absence, NOW)).toBe(gone);
  });
});

const head = (more: Partial<Decided> = {}, deploymentId = 'deployment-1') => ({
  deploymentId,
  ticket: 1,
  decided: decided(more),
});

describe('noteAbsences', () => {
  /** What is noted after these lists, each so many minutes after the one before. */
  async function lists(
    turns: readonly (readonly [minutes: number, present: boolean])[],
    heads: readonly Parameters<typeof noteAbsences>[0][number][] = [head()],
  ) {
    const { record, clock } = openEngine();
    const gone: (readonly string[])[] = [];
    for (const [minutes, present] of turns) {
      await clock.sleep(minutes * MINUTE);
      const those = new Set(present ? ['deployment-1'] : []);
      gone.push(await noteAbsences(heads, those, record, clock));
    }
    const minutesAgo = (at: string) => (clock.now().getTime() - Date.parse(at)) / MINUTE;
    const absence = await record.absences.get('deployment-1');
    const noted = absence && [minutesAgo(absence.since), minutesAgo(absence.last)];
    return { gone: gone.map((ids) => ids.join()), noted };
  }

  it.each<[string, Parameters<typeof lists>[0], readonly string[], readonly number[] | undefined]>([
    ['does not conclude from one list', [[0, false]], [''], [0, 0]],
    [
      'names one after five minutes',
      [
        [0, false],
        [5, false],
      ],
      ['', 'deployment-1'],
      [5, 0],
    ],
    [
      'names it again',
      [
        [0, false],
        [5, false],
        [1, false],
      ],
      ['', 'deployment-1', 'deployment-1'],
      [6, 0],
    ],
    [
      'names nobody earlier',
      [
        [0, false],
        [4, false],
      ],
      ['', ''],
      [4, 0],
    ],
    [
      'begins anew after one list that has it',
      [
        [0, false],
        [3, true],
        [3, false],
      ],
      ['', '', ''],
      [0, 0],
    ],
    [
      'forgets it where it is there',
      [
        [0, false],
        [5, true],
      ],
      ['', ''],
      undefined,
    ],
    [
      'counts on over a quarter of an hour without a list',
      [
        [0, false],
        [15, false],
      ],
      ['', 'deployment-1'],
      [15, 0],
    ],
    [
      'begins anew after a longer time without a list',
      [
        [0, false],
        [15.1, false],
      ],
      ['', ''],
      [0, 0],
    ],
    ['notes nobody who is there', [[0, true]], [''], undefined],
  ])('%s', async (_it, turns, gone, noted) => {
    expect(await lists(turns)).toEqual({ gone, noted });
  });

  it.each([
    [
      'does not look for one that is never decided',
      { deploymentId: 'deployment-1', ticket: 1 },
      false,
    ],
    [
      'does not look for one that is known to be gone, and has nothing',
      head({ wants: [], nothing: problem('gone') }),
      false,
    ],
    [
      'looks for one that is gone, but something of it is withheld',
      head({ nothing: problem('gone') }),
      true,
    ],
    [
      'looks for one that is without anything for another reason',
      head({ wants: [], nothing: problem('no-rule') }),
      true,
    ],
    ['looks for one that is without anything', head({ wants: [] }), true],
  ])('%s', async (_it, one, looked) => {
    const { noted } = await lists([[0, false]], [one]);
    expect(noted !== undefined).toBe(looked);
  });

  it('goes on to the next after one that is there', async () => {
    const { record, clock } = openEngine();
    const heads = [head({}, 'there'), head({}, 'absent')];
    await noteAbsences(heads, new Set(['there']), record, clock);
    expect((await record.absences.list()).map(({ item }) => item.deploymentId)).toEqual(['absent']);
  });

  it('forgets one that is known to be gone, so that rows do not grow with all that ever were', async () => {
    const { record, clock } = openEngine();
    await noteAbsences([head()], new Set(), record, clock);
    const taken = head({ wants: [], nothing: problem('gone') });
    expect(await noteAbsences([taken], new Set(), record, clock)).toEqual([]);
    expect(await record.absences.list()).toEqual([]);
  });

  it('notes many at once, as one sweep has little time', async () => {
    const { record, clock } = openEngine();
    let [now, most] = [0, 0];
    const { absences } = record;
    const note: typeof absences.note = async (item, known) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return absences.note(item, known);
    };
    const heads = Array.from({ length: 40 }, (_, place) => head({}, `d-${place}`));
    await noteAbsences(heads, new Set(), { ...record, absences: { ...absences, note } }, clock);
    expect(most).toBe(16);
    expect(await absences.list()).toHaveLength(40);
  });
});
