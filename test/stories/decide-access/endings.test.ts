import { describe, expect, it } from '@jest/globals';
import { INSTALLATION } from '../../../shared/deployment/events.ts';
import type { DecisionItem, Want } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { MINUTE } from '../../../shared/runtime/clock.ts';
import { countAbsent, withBreaker } from '../../../shared/stories/decide-access/endings.ts';
import { AT, decided, LATER, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, NOW } from '../findings.ts';

const wants = (count: number, more: Partial<Want> = {}): readonly Want[] =>
  Array.from({ length: count }, (_one, place) => ({
    ...want,
    accessId: `access-${place}`,
    ...more,
  }));
const ending = (those: readonly Want[]) => those.map((one) => ({ ...one, until: LATER }));
const NO_DECISIONS: ReadonlyMap<string, DecisionItem> = new Map();

/** An installation whose record has so many accesses that nobody ends. */
async function open(population: number) {
  const engine = openEngine();
  const { ticket } = await engine.record.deployments.take('another');
  const others = wants(population).map((one) => ({ ...one, accessId: `other-${one.accessId}` }));
  await engine.record.deployments.decide(
    'another',
    ticket,
    decided({ wants: [...others, ...ending(wants(90))] }),
  );
  await engine.record.deployments.take('undecided');
  return {
    ...engine,
    tripped: async () => (await engine.record.breaker.get()).tripped?.count,
    ended: async () => (await engine.record.breaker.get()).ended.map(({ accessId }) => accessId),
  };
}

describe('withBreaker', () => {
  it.each<[string, readonly Want[], readonly Want[], readonly string[]]>([
    ['what is wanted no more', wants(1), [], ['access-0']],
    ['what gets an end', wants(1), ending(wants(1)), ['access-0']],
    ['not what stays', wants(2), wants(2), []],
    ['not what stays in another way', wants(1), wants(1, { kept: true }), []],
    ['not what had an end', ending(wants(2)), [], []],
    ['only those that end', wants(2), wants(1), ['access-1']],
  ])('counts as an ending %s', async (_it, before, after, ended) => {
    const engine = await open(50);
    const found = decided({ wants: after });
    expect(await withBreaker(found, before, NO_DECISIONS, engine.tools)).toBe(found);
    expect(await engine.ended()).toEqual(ended);
    expect([engine.told, engine.log, engine.steps]).toEqual([[], [], []]);
  });

  it('does not count what a person denied', async () => {
    const engine = await open(50);
    const [one, two] = wants(2);
    const denied = (accessId: string): [string, DecisionItem] => [
      accessId,
      { accessId, verdict: 'denied', by: 'jane', at: LATER, placement: placementDigest(want) },
    ];
    const decisions = new Map([denied('access-0')]);
    const found = decided({ wants: [] });
    await withBreaker(found, [one ?? want, two ?? want], decisions, engine.tools);
    expect(await engine.ended()).toEqual(['access-1']);
  });

  it.each([
    ['lets three of fifteen end', 15, 3, undefined],
    ['stops at three of fourteen', 14, 3, 3],
    ['lets two of three end', 3, 2, undefined],
  ])('%s', async (_it, population, count, tripped) => {
    const engine = await open(population);
    await withBreaker(decided({ wants: [] }), wants(count), NO_DECISIONS, engine.tools);
    expect(await engine.tripped()).toBe(tripped);
  });

  it('withholds what would end, leaves the rest as decided, and has it told', async () => {
    const engine = await open(3);
    const [one, two, three, stays] = wants(4);
    const before = [one, two, three, stays].flatMap((each) => each ?? []);
    const { until: _, ...changed } = { ...want, accessId: 'access-3', rule: 'another', until: '' };
    const found = decided({ wants: [changed, ...ending(before.slice(0, 2))] });
    const { wants: after, ...rest } = await withBreaker(found, before, NO_DECISIONS, engine.tools);
    expect(after).toStrictEqual([
      changed,
      ...before.slice(0, 3).map((each) => ({ ...each, withheld: true })),
    ]);
    expect({ ...rest, wants: found.wants }).toEqual(found);
    expect(engine.steps).toEqual([`marked ${INSTALLATION}`]);
    expect(engine.told).toEqual([INSTALLATION]);
    expect(engine.log).toEqual([
      {
        severity: 'ERROR',
        event: 'breaker.tripped',
        deploymentId: 'deployment-1',
        accesses: ['access-0', 'access-1', 'access-2'],
      },
    ]);
  });

  it.each([
    ['that has not come', LATER],
    ['that has come, as it is there still', NOW.toISOString()],
  ])('keeps, once it has stopped, what has an end %s', async (_it, until) => {
    const engine = await open(3);
    await withBreaker(decided({ wants: [] }), wants(4), NO_DECISIONS, engine.tools);
    const before = wants(1, { until, endingSince: AT });
    const found = decided({ wants: before });
    const { wants: after } = await withBreaker(found, before, NO_DECISIONS, engine.tools);
    expect(after).toStrictEqual(wants(1, { withheld: true }));
  });

  it('says of one that is gone that what it was given stays, and of no other', async () => {
    const gone = { code: 'gone', text: 'It is gone.', advice: 'It is taken back.' };
    for (const nothing of [gone, { ...gone, code: 'no-rule' }]) {
      const engine = await open(3);
      const found = decided({ wants: [], nothing });
      const after = await withBreaker(found, wants(4), NO_DECISIONS, engine.tools);
      const stays = nothing.code === 'gone';
      expect(after.nothing).toMatchObject({ code: nothing.code, text: nothing.text });
      expect(after.nothing?.advice.includes('until somebody confirms')).toBe(stays);
      expect(after.deployment).toEqual(found.deployment);
    }
  });

  it('lets what had an end go on while it goes on', async () => {
    const engine = await open(50);
    const found = decided({ wants: ending(wants(1)) });
    expect(await withBreaker(found, found.wants, NO_DECISIONS, engine.tools)).toBe(found);
  });
});

describe('countAbsent', () => {
  /** What it counts where Deployments with these wants have been missing for so many minutes. */
  async function counted(absent: readonly (readonly [minutes: number, wants: readonly Want[]])[]) {
    const engine = await open(50);
    for (const [place, [minutes, those]] of absent.entries()) {
      const deploymentId = `absent-${place}`;
      const { ticket } = await engine.record.deployments.take(deploymentId);
      await engine.record.deployments.decide(deploymentId, ticket, decided({ wants: those }));
      const last = NOW.toISOString();
      await engine.record.absences.note({ deploymentId, since: ago(minutes * MINUTE), last });
    }
    const decision = { verdict: 'denied', by: 'jane', at: LATER } as const;
    const placement = placementDigest(want);
    await engine.record.decisions.write({ accessId: 'denied', placement, ...decision });
    const [, first = []] = absent[0] ?? [];
    await countAbsent({ wants: first }, NO_DECISIONS, engine.record, NOW);
    return { ended: await engine.ended(), tripped: await engine.tripped() };
  }
  const [one = want, two = want] = wants(2);

  it('counts what all of them have that are gone, and what is to end of it', async () => {
    const denied = { ...want, accessId: 'denied' };
    const { ended, tripped } = await counted([
      [5, [one, denied]],
      [4, [{ ...want, accessId: 'not gone yet' }]],
      [9, [two, ...ending([{ ...want, accessId: 'ended' }])]],
    ]);
    expect([ended, tripped]).toEqual([['access-0', 'access-1'], undefined]);
  });

  it('stops them all where they are too many', async () => {
    const { ended, tripped } = await counted([[5, wants(20)]]);
    expect([ended, tripped]).toEqual([[], 20]);
  });
});
