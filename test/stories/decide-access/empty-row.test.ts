import { expect, it } from '@jest/globals';
import { MINUTE } from '../../../shared/runtime/clock.ts';
import { createRows } from '../../../shared/stories/decide-access/empty-row.ts';
import { access, decided, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { GRANT, inA, NOW } from '../findings.ts';

it('createRows makes an empty row for each want, due soon, and leaves those that there are', async () => {
  const { record, clock, put } = openEngine();
  const known = await put(GRANT, { state: 'granted' });
  const two = { ...want, accessId: 'access-2' };
  await createRows(decided({ wants: [want, two] }), record, clock);
  const [one, other] = await record.accesses.onTarget(want.targetKey);
  expect(one).toEqual(known.access);
  const at = NOW.toISOString();
  expect(other?.item).toEqual(access({ accessId: 'access-2', createdAt: at, since: at }));
  expect(other?.due).toBe(inA(2 * MINUTE));
});
