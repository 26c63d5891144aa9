import { describe, expect, it } from '@jest/globals';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import type { HandedOver } from '../../../shared/record/handovers.ts';
import type { AccessState, Decided, DecisionItem } from '../../../shared/record/items.ts';
import { revisionOf } from '../../../shared/record/revision.ts';
import { digest } from '../../../shared/runtime/json.ts';
import { deploymentFacts } from '../../../shared/stories/notify/deployment-facts.ts';
import { viewOf } from '../../../shared/stories/notify/view-of.ts';
import { AT, access, decided, LATER, want } from '../../record/samples.ts';
import { rulesWith } from '../../rules/sample.ts';
import { openEngine } from '../engine-bench.ts';
import { problem } from '../findings.ts';
import { another, CONNECTION, ID, putDecided } from '../operate/order-bench.ts';

const LOUD = rulesWith(['mode: apply\n', 'mode: apply\nendpoints: none\n']);
const SILENT = rulesWith(['mode: apply\n', 'mode: apply\nunmatched: silent\n']);
const NO_RULE = problem('no-rule');
const PAUSED = {
  code: 'paused',
  text: 'Paused by jane: no policy is written.',
  advice: 'Whoever paused it can resume it.',
};

/** One that was decided on, and rows of its accesses in these states. */
async function open(more: Partial<Decided> = {}, states: readonly AccessState[] = []) {
  const { record } = openEngine();
  const wants = states.map((state) => another(state));
  await putDecided(record, ID, { wants, ...more });
  for (const [place, { accessId }] of wants.entries()) {
    const state = states[place] ?? 'pending';
    await record.accesses.create(access({ accessId, state }), AT);
  }
  return {
    record,
    view: (rules = LOUD, id = ID) => viewOf(id, { record, rules: () => rules }),
  };
}

describe('viewOf', () => {
  it('is all that is told of one that gets nothing', async () => {
    const { view } = await open({ nothing: NO_RULE });
    expect(await view()).toStrictEqual({
      ...deploymentFacts(decided({ nothing: NO_RULE })),
      accesses: [],
      installation: 'prod',
      approvers: ['S0PLATFORM'],
      endpoints: 'none',
    });
  });

  it('is nothing where nobody knows it, or nothing was decided yet', async () => {
    const { record, view } = await open();
    expect(await view(LOUD, 'deployment-2')).toBeUndefined();
    await record.deployments.take('deployment-2');
    expect(await view(LOUD, 'deployment-2')).toBeUndefined();
  });

  it('has its accesses in their order, those that have a row', async () => {
    const { record, view } = await open({
      wants: [another('redshift'), another('lake'), another('daily')],
    });
    for (const target of ['daily', 'redshift']) {
      const state = target === 'daily' ? 'granted' : 'refused';
      await record.accesses.create(access({ accessId: `access-to-${target}`, state }), AT);
    }
    expect((await view())?.accesses).toMatchObject([
      { accessId: 'access-to-redshift', target: 'redshift', state: 'refused', due: AT },
      { accessId: 'access-to-daily', target: 'daily', state: 'granted', due: AT },
    ]);
  });

  it('has what people decided and asked for, and what became of it', async () => {
    const wanted = { ...want, connection: CONNECTION };
    const { record, view } = await open({ wants: [wanted] });
    await record.accesses.create(access({ state: 'granted' }), AT);
    const decision: DecisionItem = {
      ...{ accessId: 'access-1', verdict: 'held', by: 'jane', at: AT, placement: 'any' },
    };
    await record.decisions.write(decision);
    const [before] = (await view())?.accesses ?? [];
    expect(before?.revision).toBe(revisionOf(want, access({ state: 'granted' }), decision));
    expect(before?.handover).toStrictEqual({ create: 'ask', via: 'airflow' });
    const connection = digest(before?.connection);
    const ask: ConnectionAsk = {
      ...{ accessId: 'access-1', deploymentId: ID, by: 'jane', at: LATER, replace: false },
      connection,
    };
    const done: HandedOver = {
      ...{ accessId: 'access-1', connectionId: 'redshift', via: 'airflow', state: 'waiting' },
      ...{ at: AT, connection },
    };
    await record.connectionAsks.write(ask);
    await record.handovers.write(0, { deploymentId: ID, connections: [done] });
    expect((await view())?.accesses[0]?.handover).toStrictEqual({
      ...{ create: 'ask', via: 'airflow', done, asked: true },
    });
  });
});

describe('viewOf what no rule matches', () => {
  it.each<[string, Partial<Decided>, typeof LOUD, boolean]>([
    ['is nothing where the rules want silence', { nothing: NO_RULE }, SILENT, false],
    ['is told where they want no silence', { nothing: NO_RULE }, LOUD, true],
    ['is told while something ends', { nothing: NO_RULE, wants: [want] }, SILENT, true],
    ['is told where it gets nothing for another reason', { nothing: problem('x') }, SILENT, true],
    ['is told where it gets something', { wants: [want] }, SILENT, true],
    ['is told where nobody says why it gets nothing', {}, SILENT, true],
  ])('%s', async (_it, more, rules, isTold) => {
    const { view } = await open(more);
    expect((await view(rules)) !== undefined).toBe(isTold);
  });
});

describe('the notes of viewOf', () => {
  const note = problem('no-dr');
  it.each<[string, readonly AccessState[], boolean]>([
    ['say that all is paused where one is to be written', ['granted', 'pending'], true],
    ['say that all is paused where one waits', ['waiting', 'granted'], true],
    ['say nothing of it where none waits', ['granted', 'refused', 'revoked'], false],
    ['say nothing of it where there is none', [], false],
  ])('%s', async (_it, states, isSaid) => {
    const { record, view } = await open({}, states);
    expect(await view()).not.toHaveProperty('notes');
    await record.pause.set({ by: 'jane', at: AT });
    expect((await view())?.notes).toStrictEqual(isSaid ? [PAUSED] : undefined);
  });

  it('are those of the decision before that', async () => {
    const { record, view } = await open({ notes: [note] }, ['waiting']);
    expect((await view())?.notes).toStrictEqual([note]);
    await record.pause.set({ by: 'jane', at: AT });
    expect((await view())?.notes).toStrictEqual([note, PAUSED]);
  });
});
