import { describe, expect, it } from '@jest/globals';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { DecisionItem, Want } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { decideOn } from '../../../shared/stories/operate/decide-on.ts';
import { want } from '../../record/samples.ts';
import { ago } from '../findings.ts';
import { ID, openOrders } from './order-bench.ts';

const { accessId } = want;
const THERE: DecisionItem = {
  ...{ accessId, verdict: 'denied', by: 'jane', at: ago(1_000) },
  placement: placementDigest(want),
};
const OVERTAKEN = 'redshift: somebody else decided on it in the meantime, and nothing was done.';

/** Somebody has decided, and jane denies it who has seen this of it. */
async function denied(seen: readonly (readonly [string, number])[], there?: DecisionItem) {
  const { tools, record, steps } = await openOrders();
  if (there !== undefined) await record.decisions.write(there);
  steps.splice(0);
  const deciding = { deploymentId: ID, by: 'jane', decision: 'deny', seen: new Map(seen) } as const;
  const outcome = await decideOn([want], deciding, tools);
  return { outcome, steps, said: (await record.decisions.find(accessId))?.item };
}

describe('decideOn, of what a person saw before', () => {
  it.each<[string, Partial<DecisionItem>]>([
    ['decided otherwise', { verdict: 'approved' }],
    ['said the same', { by: 'ann' }],
    ['decided on something else', { placement: 'of-another' }],
  ])('does nothing where somebody has %s by now', async (_what, more) => {
    const there = { ...THERE, ...more };
    const { outcome, steps, said } = await denied([[accessId, 0]], there);
    expect(outcome).toStrictEqual({
      ...{ decided: [], overtaken: [want], refused: [], text: OVERTAKEN },
    });
    expect(said).toEqual(there);
    expect(steps).toEqual([`errand ${ID}`, `notify ${ID}`]);
  });

  it('sends again for the same that comes twice, and writes nothing more', async () => {
    const { outcome, steps, said } = await denied([[accessId, 0]], THERE);
    expect(outcome.decided).toEqual([want]);
    expect(outcome.text).toBe('Denied: it is not given, and what was given is being taken back.');
    expect(said).toEqual(THERE);
    expect(steps).toEqual([`errand ${ID}`, `target ${want.targetKey}`, `notify ${ID}`]);
  });

  it('decides where all is as it was seen', async () => {
    const { outcome, said } = await denied([[accessId, 1]], { ...THERE, verdict: 'held' });
    expect(outcome.decided).toEqual([want]);
    expect(said).toMatchObject({ verdict: 'denied' });
  });

  it('does nothing where what was seen is there no more', async () => {
    const { outcome, said } = await denied([[accessId, 1]]);
    expect(outcome.overtaken).toEqual([want]);
    expect(said).toBeUndefined();
  });

  it('takes one that was not seen for one on which nobody had decided', async () => {
    const { outcome } = await denied([], { ...THERE, verdict: 'held' });
    expect(outcome.overtaken).toEqual([want]);
  });

  it('counts whoever comes last where nothing was to be seen', async () => {
    const { tools, record } = await openOrders();
    await record.decisions.write({ ...THERE, by: 'ann', verdict: 'held' });
    await decideOn([want], { deploymentId: ID, by: 'jane', decision: 'deny' }, tools);
    expect((await record.decisions.find(accessId))?.item).toMatchObject({ by: 'jane' });
  });

  const conflict = new VersionConflictError('again and again');
  it.each<[string, Error, ReadonlyMap<string, number> | undefined]>([
    ['another failure', new TypeError('a bug'), new Map()],
    ['no end of conflicts where nothing was seen', conflict, undefined],
  ])('fails by %s', async (_what, error, seen) => {
    const { tools, record } = await openOrders();
    record.decisions.write = () => Promise.reject(error);
    const decided = decideOn(
      [want] satisfies Want[],
      { deploymentId: ID, by: 'jane', decision: 'deny', ...(seen && { seen }) },
      tools,
    );
    await expect(decided).rejects.toBe(error);
  });
});
