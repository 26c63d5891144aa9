import { describe, expect, it } from '@jest/globals';
import type { Verdict, Want } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { HOUR } from '../../../shared/runtime/clock.ts';
import { type Deciding, decideOn } from '../../../shared/stories/operate/decide-on.ts';
import type { Decision } from '../../../shared/stories/operate/operate-order.ts';
import { AT, want } from '../../record/samples.ts';
import { ago, inA, NOW } from '../findings.ts';
import { another, ID, openOrders } from './order-bench.ts';

const by = 'jane';
const deciding = (decision: Decision, more: Partial<Deciding> = {}): Deciding => ({
  ...{ deploymentId: ID, by, decision },
  ...more,
});
const placement = placementDigest(want);
const before = (verdict: Verdict) => ({
  ...{ accessId: want.accessId, verdict, by: 'ann', at: AT, placement },
});

async function open(verdict?: Verdict) {
  const bench = await openOrders();
  if (verdict !== undefined) await bench.record.decisions.write(before(verdict));
  bench.steps.splice(0);
  const said = async () => (await bench.record.decisions.find(want.accessId))?.item;
  return { ...bench, said };
}

const KEPT =
  'Kept: no access rule gives it, and it stays as it stands until somebody takes it back or a rule gives it again.';
const RELEASED = 'Released: it goes on as the access rules say.';
const HELD = 'Held: nothing is given and nothing is taken until it is released.';
const ENDING = { until: inA(HOUR) };

describe('decideOn', () => {
  it.each<[Decision, Partial<Want>, Verdict | undefined, Verdict, string]>([
    ['approve', {}, undefined, 'approved', 'Approved: it is being granted.'],
    [
      ...(['deny', {}, 'approved', 'denied'] as const),
      'Denied: it is not given, and what was given is being taken back.',
    ],
    ['hold', {}, undefined, 'held', HELD],
    ['hold', ENDING, undefined, 'held', HELD],
    ['release', {}, 'held', 'released', RELEASED],
    ['release', ENDING, undefined, 'kept', KEPT],
    ['release', { kept: true }, 'kept', 'kept', KEPT],
    ['release', { kept: true }, 'held', 'released', RELEASED],
    ['release', {}, 'kept', 'released', RELEASED],
  ])('%s: of %j, before %s, it is %s', async (decision, more, earlier, verdict, text) => {
    const { tools, said, record } = await open(earlier);
    const one = { ...want, ...more };
    expect(await decideOn([one], deciding(decision), tools)).toStrictEqual({
      ...{ decided: [one], overtaken: [], refused: [], text },
    });
    const at = NOW.toISOString();
    expect(await said()).toEqual({ accessId: want.accessId, verdict, by, at, placement });
    expect(await record.history.of(ID)).toEqual([
      { deploymentId: ID, accessId: want.accessId, at, event: `decision.${verdict}`, by },
    ]);
  });

  it('tries again, and leaves decided what was', async () => {
    const { tools, said, record } = await open('approved');
    const { text } = await decideOn([want], deciding('retry'), tools);
    expect(text).toBe('It is tried again.');
    expect(await said()).toEqual({ ...before('approved'), at: NOW.toISOString() });
    expect(await record.history.of(ID)).toMatchObject([{ event: 'decision.retried', by }]);
  });

  it('tries again what nobody decided on, as the rules say', async () => {
    const { tools, said } = await open();
    await decideOn([want], deciding('retry'), tools);
    expect(await said()).toMatchObject({ verdict: 'released', by, placement });
  });

  it('marks it, writes it down and then sends for it, each target once', async () => {
    const { tools, steps } = await open();
    const wants = [want, another('lake'), another('raw', { targetKey: 'gcp-bucket/raw' })];
    await decideOn(wants, deciding('deny'), tools);
    expect(steps).toEqual([
      `errand ${ID}`,
      ...wants.flatMap(({ accessId }) => [`denied ${accessId}`, 'decision.denied']),
      `target ${want.targetKey}`,
      'target gcp-bucket/raw',
      `notify ${ID}`,
    ]);
  });

  it.each<[string, Partial<Want>]>([
    ['ends', ENDING],
    ['is kept', { kept: true }],
    ['the breaker keeps', { withheld: true }],
  ])('has it decided anew whether it ends, where one %s', async (_what, more) => {
    const { tools, steps } = await open();
    await decideOn([want, another('lake', more)], deciding('deny'), tools);
    expect(steps.slice(-3)).toEqual([`target ${want.targetKey}`, `decide ${ID}`, `notify ${ID}`]);
  });

  it('says on which it cannot be decided, and sends for the others alone', async () => {
    const { tools, steps } = await open();
    const kept = another('lake', { kept: true, targetKey: 'aws-shared-role/lake' });
    const why =
      'No access rule gives it any more, so there is nothing to approve. If it should stay, release it.';
    expect(await decideOn([want, kept], deciding('approve'), tools)).toStrictEqual({
      decided: [want],
      overtaken: [],
      refused: [{ want: kept, why }],
      text: `redshift: approved: it is being granted. lake: n${why.slice(1)}`,
    });
    expect(steps).toEqual([
      `errand ${ID}`,
      `approved ${want.accessId}`,
      'decision.approved',
      `target ${want.targetKey}`,
      `notify ${ID}`,
    ]);
  });

  it('comes too late by what is now, not by what was', async () => {
    const { tools, steps } = await open();
    const ended = { ...want, until: ago(1) };
    const { refused, text } = await decideOn([ended], deciding('hold'), tools);
    expect(refused).toMatchObject([{ want: ended }]);
    expect(text).toContain('redshift: too late: it ended');
    expect(steps).toEqual([`errand ${ID}`, `notify ${ID}`]);
  });

  it('says by whom the installation is paused', async () => {
    const { tools, record } = await open();
    await record.pause.set({ by: 'ann', at: AT });
    const { text } = await decideOn([want], deciding('approve'), tools);
    expect(text).toContain('But ann has paused the installation');
  });
});
