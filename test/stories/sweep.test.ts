import { describe, expect, it } from '@jest/globals';
import type { DeploymentList } from '../../shared/deployment/astro.ts';
import type { Decided } from '../../shared/record/items.ts';
import type { DueItem } from '../../shared/record/record.ts';
import { after, HOUR } from '../../shared/runtime/clock.ts';
import { sweep } from '../../shared/stories/sweep.ts';
import { decided } from '../record/samples.ts';
import { deployment, rulesWith } from '../rules/sample.ts';
import { openEngine } from './engine-bench.ts';
import { ago, NOW, problem } from './findings.ts';

const HIBERNATING = deployment({ id: 'missing', status: 'HIBERNATING' });
const RENAMED = deployment({ id: 'missing', name: 'as-it-was-called' });
const NEW = deployment({ createdAt: after(NOW, -HOUR) });

/** A sweep over a list with one that is new, where another one is in the record alone. */
async function open(told: Partial<DeploymentList> = {}, missing: Partial<Decided> = {}) {
  const engine = openEngine();
  const { ticket } = await engine.record.deployments.take('missing');
  await engine.record.deployments.decide('missing', ticket, decided(missing));
  const sent: string[] = [];
  const send = async () => {};
  const tools = {
    ...engine.tools,
    astro: {
      get: () => Promise.reject(new TypeError('nobody is asked for')),
      list: async () => ({ deployments: [NEW], unreadable: [], complete: true, ...told }),
    },
    rules: () => rulesWith(),
    cloud: 'aws',
    queues: {
      ...{ markTargets: send, notify: send, handOver: send },
      decide: async (ids: readonly string[]) => void sent.push(...ids),
    },
  } as const;
  return { tools, sent, log: engine.log };
}

/** A sweep where these are due and Astro does not answer; what is sent is in `sent`. */
function withDue(...due: readonly DueItem[]) {
  const { tools } = openEngine();
  const sent: Record<string, readonly string[]>[] = [];
  const send = (to: string) => async (ids: readonly string[]) => {
    if (ids.length > 0) sent.push({ [to]: ids });
  };
  const down = () => Promise.reject(new TypeError('Astro is down'));
  return {
    sent,
    tools: {
      ...tools,
      record: { ...tools.record, due: async () => due },
      astro: { get: down, list: down },
      rules: () => rulesWith(),
      cloud: 'aws',
      queues: {
        decide: send('decide'),
        markTargets: send('targets'),
        notify: send('notify'),
        handOver: send('handover'),
      },
    } as const,
  };
}

describe('sweep', () => {
  it.each<[DueItem, Record<string, readonly string[]>]>([
    [{ kind: 'deployment', deploymentId: 'one' }, { decide: ['one'] }],
    [{ kind: 'target', targetKey: 'gcp-project/lake' }, { targets: ['gcp-project/lake'] }],
    [{ kind: 'message', deploymentId: 'one' }, { notify: ['one'] }],
    [{ kind: 'handover', deploymentId: 'one' }, { handover: ['one'] }],
  ])('sends again what is due, also while Astro is down: %j', async (due, message) => {
    const { tools, sent } = withDue(due);
    await expect(sweep(tools)).rejects.toThrow('Astro is down');
    expect(sent).toEqual([message]);
  });

  it.each<[string, Partial<DeploymentList>, readonly string[]]>([
    ['that is complete says who is missing', {}, ['missing']],
    ['that does not add up says it of nobody', { complete: false }, []],
    ['that has a row which cannot be read has whom it is of', { unreadable: ['missing'] }, []],
  ])('a list %s', async (_it, told, absent) => {
    const { tools, sent } = await open(told);
    await sweep(tools);
    expect(sent).toEqual([NEW.id]);
    const absences = await tools.record.absences.list();
    expect(absences.map(({ item }) => item.deploymentId)).toEqual(absent);
  });

  it.each([
    ['anew who was taken for gone and is told of again', { nothing: problem('gone') }, ['missing']],
    ['who was decided under other rules', { rules: { digest: 'other' } }, ['missing']],
    ['nobody who is as before', {}, []],
    ['nobody of whom the status alone is another', { deployment: HIBERNATING }, []],
    ['who is called otherwise now', { deployment: RENAMED }, ['missing']],
  ])('decides %s', async (_it, before, again) => {
    const rules = { digest: rulesWith().digest };
    const known = deployment({ id: 'missing' });
    const told = { deployments: [known] };
    const { tools, sent } = await open(told, { rules, deployment: known, ...before });
    await sweep(tools);
    expect(sent).toEqual(again);
  });

  it.each([
    ['what is gone for a week, to be forgotten', 7, {}, ['missing']],
    ['nothing that is gone for less', 6, {}, []],
    ['nothing of which Astro cannot be read', 7, { unreadable: ['missing'] }, []],
  ])('sends %s', async (_it, days, told, over) => {
    const gone = { wants: [], nothing: problem('gone'), at: ago(days * 24 * HOUR) };
    const { tools, sent } = await open({ deployments: [], ...told }, gone);
    await sweep(tools);
    expect(sent).toEqual(over);
  });

  it.each([
    ['is due now, once', NOW.toISOString(), ['missing']],
    ['will be due later', after(NOW, HOUR), ['missing']],
  ])('sends what is gone for a week and %s', async (_it, due, over) => {
    const gone = { wants: [], nothing: problem('gone'), at: ago(7 * 24 * HOUR) };
    const { tools, sent } = await open({ deployments: [] });
    const { ticket } = await tools.record.deployments.take('missing');
    await tools.record.deployments.decide('missing', ticket, decided(gone), due);
    await sweep(tools);
    expect(sent).toEqual(over);
  });

  it('leaves one that cannot be read as it is, says so, and goes on with the others', async () => {
    const { tools, sent, log } = await open({ deployments: [NEW, RENAMED] });
    const broken = { deploymentId: 'missing', why: 'it is of another version' };
    const { deployments } = tools.record;
    const listReadable = async () => ({ heads: [], unreadable: [broken] });
    const record = { ...tools.record, deployments: { ...deployments, listReadable } };
    await sweep({ ...tools, record });
    expect(sent).toEqual([NEW.id]);
    const told = log.filter(({ event }) => event === 'record.unreadable');
    expect(told).toMatchObject([{ deploymentId: 'missing', reason: broken.why }]);
  });

  it('sends those who come before it notes who may be gone: those may be thousands', async () => {
    const { tools, sent } = await open();
    const note = () => Promise.reject(new TypeError('no time is left'));
    const record = { ...tools.record, absences: { ...tools.record.absences, note } };
    await expect(sweep({ ...tools, record })).rejects.toThrow('no time is left');
    expect(sent).toEqual([NEW.id]);
  });
});
