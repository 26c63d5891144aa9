import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../../shared/deployment/deployment.ts';
import { BASELINE } from '../../../shared/deployment/events.ts';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { Decided } from '../../../shared/record/items.ts';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { keepBaseline } from '../../../shared/stories/sweep/baseline.ts';
import { decided, want } from '../../record/samples.ts';
import { deployment, rulesWith } from '../../rules/sample.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, NOW, problem } from '../findings.ts';

const ID = 'deployment-1';
const NONE = { wants: [], nothing: problem('no-rule') };

/** A baseline of one that began so long ago; what is sent is in `sent`. */
async function open(began: number, more?: Partial<Decided>, rules = rulesWith()) {
  const engine = openEngine();
  await engine.record.baseline.write(0, { at: ago(began), deployments: [ID] });
  if (more !== undefined) {
    const { ticket } = await engine.record.deployments.take(ID);
    await engine.record.deployments.decide(ID, ticket, decided(more));
  }
  const sent: string[] = [];
  const send = async (ids: readonly string[]) => void sent.push(...ids);
  const tools = {
    ...engine.tools,
    astro: { get: async () => undefined, list: () => Promise.reject(new TypeError('not asked')) },
    rules: () => rules,
    cloud: 'aws' as const,
    queues: { decide: send, markTargets: send, notify: send, handOver: send },
  };
  const heads = async () => (await engine.record.deployments.list()).map(({ item }) => item);
  const keep = async (listed: readonly Deployment[] = []) =>
    keepBaseline(listed, await heads(), tools);
  const found = async () => (await engine.record.baseline.get())?.item;
  return { ...engine, tools, sent, keep, found };
}

describe('keepBaseline', () => {
  const silent = { ...rulesWith(), unmatched: 'silent' } as const;
  it.each<[string, Partial<Decided> | undefined, ReturnType<typeof rulesWith>, readonly string[]]>([
    ['who is given nothing, and is told of', NONE, rulesWith(), [ID]],
    ['who can get nothing', { ...NONE, nothing: problem('identity-absent') }, silent, [ID]],
    ['not who is given nothing, where that is told of nobody', NONE, silent, []],
    [
      'who had something before the rules gave nothing',
      { ...NONE, wants: [{ ...want, until: NOW.toISOString() }] },
      silent,
      [ID],
    ],
    ['not who is not decided', undefined, rulesWith(), []],
  ])('closes over %s', async (_it, more, rules, told) => {
    const bench = await open(HOUR, more, rules);
    await bench.keep();
    expect(await bench.found()).toMatchObject({ closed: NOW.toISOString(), deployments: told });
  });

  it.each([
    ['is open for five minutes at the least', 5 * MINUTE - 1, NONE, false],
    ['closes then, where all has settled', 5 * MINUTE, NONE, true],
    ['stays open for who has not', HOUR - 1, { wants: [want] }, false],
    ['closes after an hour, whoever has not', HOUR, { wants: [want] }, true],
  ])('%s', async (_it, began, more, closed) => {
    const bench = await open(began, more);
    await bench.keep();
    expect((await bench.found())?.closed !== undefined).toBe(closed);
  });

  it('writes and tells nothing where nothing is new, nor once it is closed', async () => {
    const bench = await open(4 * MINUTE, NONE);
    await bench.keep();
    expect(bench.sent).toEqual([BASELINE]);
    await bench.keep();
    expect(bench.sent).toEqual([BASELINE]);
    const over = await open(HOUR, NONE);
    await over.keep();
    await over.record.deployments.take('another');
    await over.keep();
    expect(over.sent).toEqual([BASELINE]);
    expect(over.log.map(({ event }) => event)).toEqual(['baseline.kept']);
  });

  const created = (createdAt: string, id = 'deployment-2') => deployment({ id, createdAt });

  it.each<[string, Deployment, readonly string[]]>([
    ['who was there an hour before it', created(ago(2 * MINUTE + HOUR + 1)), ['deployment-2']],
    ['not who was made in that hour', created(ago(2 * MINUTE + HOUR)), []],
    ['nobody twice', created(ago(2 * HOUR), ID), []],
    ['not whose cloud is another’s', { ...created(ago(2 * HOUR)), cloud: 'gcp' }, []],
  ])('is joined by %s', async (_it, one, joined) => {
    const bench = await open(2 * MINUTE);
    await bench.keep([one]);
    expect((await bench.found())?.deployments).toEqual([ID, ...joined]);
  });

  it('is joined by who is being decided for the first time, and not by who has been', async () => {
    const bench = await open(2 * MINUTE);
    const { deployments } = bench.record;
    await deployments.take('begun');
    const { ticket } = await deployments.take('done');
    await deployments.decide('done', ticket, decided(NONE));
    const old = ago(2 * HOUR);
    await bench.keep([created(old, 'begun'), created(old, 'done')]);
    expect((await bench.found())?.deployments).toEqual([ID, 'begun']);
  });

  it('stays open as long as somebody joins, and then is joined by nobody', async () => {
    const bench = await open(HOUR, NONE);
    await bench.keep([created(ago(3 * HOUR))]);
    expect(await bench.found()).toMatchObject({ deployments: [ID, 'deployment-2'] });
    expect(await bench.found()).not.toHaveProperty('closed');
    await bench.keep();
    const closed = await bench.found();
    expect(closed).toMatchObject({ closed: NOW.toISOString(), deployments: [ID] });
    await bench.keep([created(ago(3 * HOUR), 'deployment-3')]);
    expect(await bench.found()).toEqual(closed);
  });

  it('closes over nobody of whom only a number was taken', async () => {
    const bench = await open(HOUR);
    await bench.record.deployments.take(ID);
    await bench.keep();
    expect(await bench.found()).toMatchObject({ closed: NOW.toISOString(), deployments: [] });
  });

  it('leaves what another sweep has written, and fails where the record does', async () => {
    for (const [error, outcome] of [
      [new VersionConflictError('somebody wrote'), undefined],
      [new TypeError('down'), 'down'],
    ] as const) {
      const bench = await open(HOUR, NONE);
      const baseline = { ...bench.record.baseline, write: () => Promise.reject(error) };
      const tools = { ...bench.tools, record: { ...bench.record, baseline } };
      const kept = keepBaseline([], [], tools);
      if (outcome === undefined) await kept;
      else await expect(kept).rejects.toThrow(outcome);
      expect(bench.sent).toEqual([]);
    }
  });
});
