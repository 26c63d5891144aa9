import { describe, expect, it } from '@jest/globals';
import { INSTALLATION } from '../../../shared/deployment/events.ts';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import type { Order } from '../../../shared/stories/operate/operate-order.ts';
import { operate } from '../../../shared/stories/operate.ts';
import { DEPLOYMENT, openMemoryBench } from '../memory-bench.ts';
import { REDSHIFT, ruleFor, rulesOf } from '../rules.ts';

const { id: deploymentId } = DEPLOYMENT;
const by = 'jane';
const NO_RULE = rulesOf(REDSHIFT, [ruleFor('another', 'redshift')]);

async function open(rules?: string) {
  const bench = openMemoryBench(rules);
  await bench.decide();
  return { ...bench, ask: (order: Order) => operate(order, bench.tools) };
}

describe('operate', () => {
  it('logs what is asked, and by whom', async () => {
    const { ask, log } = await open();
    log.splice(0);
    await ask({ action: 'hold', deploymentId, by });
    const order = { action: 'hold', deploymentId, by };
    expect(log).toMatchObject([{ severity: 'INFO', event: 'operate.asked', ...order }]);
  });

  it.each<['confirm-endings' | 'pause' | 'resume', string]>([
    [
      ...(['confirm-endings'] as const),
      'Confirmed for an hour: 0 Deployments are looked at again, and what would end there ends.',
    ],
    [
      ...(['pause'] as const),
      'Paused: no policy is written until it is resumed. Everything else goes on, and what is to be given or taken waits.',
    ],
    ['resume', 'It was not paused.'],
  ])('%s: is of the installation, by whoever asked', async (action, text) => {
    const { ask, record } = await open();
    expect(await ask({ action, by })).toStrictEqual({ text, accesses: [] });
    const history = await record.history.of(INSTALLATION);
    expect(history.every((line) => line.by === by)).toBe(true);
    expect(history).toHaveLength(action === 'resume' ? 0 : 1);
  });

  it('policies: shows those that are named', async () => {
    const { tools } = await open();
    const read = async () => ({ Statement: [] });
    const look = () => ({ read }) as unknown as ReturnType<typeof tools.open>;
    const targetKeys = ['aws-shared-role/one'];
    const answer = await operate({ action: 'policies', targetKeys, by }, { ...tools, open: look });
    expect(answer).toStrictEqual({
      text: 'As they stand:',
      accesses: [],
      policies: [{ targetKey: 'aws-shared-role/one', policy: { Statement: [] } }],
    });
  });

  it('preview-all: shows the page that is asked for', async () => {
    const { ask } = await open(NO_RULE);
    const answer = await ask({ action: 'preview-all', by });
    expect(answer).toMatchObject({ text: '1 Deployment: no changes.', accesses: [] });
    expect(answer.previewAll?.rows).toMatchObject([{ deploymentId }]);
    const { previewAll } = await ask({ action: 'preview-all', after: deploymentId, by });
    expect(previewAll?.rows).toEqual([]);
  });

  it('report: shows the page that is asked for', async () => {
    const { ask } = await open();
    const answer = await ask({ action: 'report', by });
    expect(answer).toMatchObject({ text: '0 accesses are there, 1 is not.', accesses: [] });
    expect(answer.report?.rows).toMatchObject([{ deploymentId, target: 'redshift' }]);
    const { report } = await ask({ action: 'report', after: deploymentId, by });
    expect(report?.rows).toEqual([]);
  });

  it('status: is of the installation where nobody is named', async () => {
    const { ask } = await open();
    const answer = await ask({ action: 'status', by });
    expect(answer).toMatchObject({ text: 'test: all is well.', accesses: [] });
    expect(answer.installation).toMatchObject({ installation: 'test', deployments: 1 });
  });

  it.each(['id', 'name', 'access'])('status: is of one that is named by its %s', async (what) => {
    const { ask, wantOf } = await open();
    const { accessId } = await wantOf('redshift');
    const subject = {
      id: { deploymentId },
      name: { deployment: 'etl-prod' },
      access: { accessId },
    };
    const named = subject[what as keyof typeof subject];
    const answer = await ask({ action: 'status', by, ...named });
    expect(answer.text).toContain(`etl-prod (${deploymentId}, `);
    expect(answer.accesses).toMatchObject([{ accessId, target: 'redshift' }]);
  });

  it('status: is of the one access that is named', async () => {
    const { ask } = await open();
    const answer = await ask({ action: 'status', deploymentId, accessId: 'access-9', by });
    expect(answer.accesses).toEqual([]);
  });

  it('refresh: is decided again, and told whatever was told', async () => {
    const { ask, sent, record } = await open();
    expect(await ask({ action: 'refresh', deploymentId, by })).toStrictEqual({
      ...{ text: 'Sent: Astro is asked again who it is.', accesses: [] },
    });
    expect(sent).toEqual([`decide ${deploymentId}`]);
    expect((await record.tellings.get(deploymentId))?.item).toEqual({ deploymentId, asked: true });
  });

  it('preview: shows what would change of one', async () => {
    const { ask } = await open(NO_RULE);
    const answer = await ask({ action: 'preview', deployment: 'etl-prod', by });
    expect(answer.text).toMatch(/^etl-prod: no changes\. /);
    expect(answer).toMatchObject({ accesses: [], preview: { deploymentId, policies: [] } });
  });

  it('connect: asks for the connections of the one that is named', async () => {
    const { ask, wantOf, record } = await open();
    const { accessId } = await wantOf('redshift');
    await ask({ action: 'connect', deployment: 'etl-prod', replace: true, by });
    const asks = await record.connectionAsks.get([accessId]);
    expect([...asks.values()]).toMatchObject([{ accessId, deploymentId, by, replace: true }]);
    const other = ask({ action: 'connect', deploymentId, accessId: 'access-9', by });
    await expect(other).rejects.toThrow('there is no connection to make');
  });

  it.each<['approve' | 'deny' | 'hold', string]>([
    ['approve', 'approved'],
    ['deny', 'denied'],
    ['hold', 'held'],
  ])('%s: is decided on the one that is named', async (action, verdict) => {
    const { ask, wantOf, record } = await open();
    const { accessId } = await wantOf('redshift');
    const { accesses } = await ask({ action, accessId, by });
    expect(accesses).toMatchObject([{ accessId }]);
    expect((await record.decisions.find(accessId))?.item).toMatchObject({ verdict, by });
    const other = ask({ action, deploymentId, accessId: 'access-9', by });
    await expect(other).rejects.toThrow(`there is no access access-9 to ${action}`);
  });

  it('does not take nobody for all of them', async () => {
    const { ask } = await open();
    await expect(ask({ action: 'hold', by })).rejects.toThrow(InvalidEventError);
  });
});
