import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const JANE = 'jane@acme.example';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT, 'approve'));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

async function ask(payload: object) {
  const answer = await operate(parseOrder({ by: JANE, ...payload }), bench.tools);
  await bench.drain();
  return answer;
}

async function created(name: string) {
  const { id } = await bench.create(name);
  await bench.drain();
  return id;
}

describe('report', () => {
  it('says who reaches what by which right, and who does not, and why', async () => {
    const approved = await created('etl');
    await ask({ action: 'approve', deploymentId: approved });
    const waiting = await created('new');
    const { report } = await ask({ action: 'report' });
    expect(report).toMatchObject({ installation: 'test', cloud: 'aws', deployments: 2 });
    const row = (id: string) => report?.rows.find(({ deploymentId }) => deploymentId === id);
    expect(row(approved)).toMatchObject({
      deployment: 'etl',
      target: 'redshift',
      reaches: 'yes',
      state: 'granted',
      rule: 'all',
      rulesCommit: 'abc1234',
      approvedBy: JANE,
      specification: { role: SHARED_ROLE },
    });
    expect(row(waiting)).toMatchObject({
      reaches: 'no',
      code: 'approval',
      advice: expect.any(String),
    });
    expect(row(waiting)).not.toHaveProperty('approvedBy');
  });

  it('names a Deployment that no rule matches', async () => {
    bench.setRules(
      rulesReaching(REDSHIFT).replace(
        /workspaceId: \w+/,
        'workspaceId: clm000000000000000000other',
      ),
    );
    await created('etl');
    const { report } = await ask({ action: 'report' });
    expect(report?.rows).toMatchObject([{ reaches: 'no', state: 'nothing', code: 'no-rule' }]);
  });

  it('does not call an approval of something else one of this', async () => {
    const id = await created('etl');
    await ask({ action: 'approve', deploymentId: id });
    bench.setRules(
      rulesReaching({ redshift: REDSHIFT.redshift.replace('}', ', externalId: acme}') }, 'approve'),
    );
    await ask({ action: 'refresh', deploymentId: id });
    const { report } = await ask({ action: 'report' });
    expect(report?.rows[0]).not.toHaveProperty('approvedBy');
  });

  it('comes in pages that have everybody once', async () => {
    const ids = [await created('a'), await created('b'), await created('c')];
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { report } = await ask({ action: 'report', limit: 2, ...(after && { after }) });
      seen.push(...(report?.rows.map(({ deploymentId }) => deploymentId) ?? []));
      after = report?.next;
    } while (after !== undefined);
    expect(seen).toEqual(ids.toSorted());
  });

  it('cuts a page short where its Deployments reach very much', async () => {
    const { deployments } = bench.record;
    const ids = [await created('a'), await created('b'), await created('c')].toSorted();
    for (const id of ids) {
      const { ticket, item } = await deployments.take(id);
      const [want] = item.decided?.wants ?? [];
      if (item.decided === undefined || want === undefined) throw new Error('undecided');
      const wants = Array.from({ length: 1_200 }, (_one, place) => ({
        ...want,
        accessId: `${id}-${place}`,
      }));
      await deployments.decide(id, ticket, { ...item.decided, wants });
    }
    const first = (await ask({ action: 'report' })).report;
    expect([first?.rows.length, first?.next]).toEqual([2_400, ids[1]]);
    const second = (await ask({ action: 'report', after: first?.next })).report;
    expect([second?.rows.length, second?.next]).toEqual([1_200, undefined]);
  });

  it('does not list one that is gone and has nothing, but one that still has', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const id = await created('etl');
    bench.aws.iam.deny('iam:UpdateAssumeRolePolicy');
    bench.astro.remove(id);
    const others = [await created('one'), await created('two')];
    await bench.sweeps(9);
    const { report: still } = await ask({ action: 'report' });
    const left = still?.rows.find(({ deploymentId }) => deploymentId === id);
    expect(['yes', 'perhaps']).toContain(left?.reaches);
    bench.aws.iam.allowAll();
    await bench.pass(25 * 60 * MINUTE);
    await bench.drain();
    const { report } = await ask({ action: 'report' });
    expect(new Set(report?.rows.map(({ deploymentId }) => deploymentId))).toEqual(new Set(others));
  });
});

describe('status of the installation', () => {
  it('counts accesses by state, and names what needs a person', async () => {
    const id = await created('etl');
    await ask({ action: 'approve', deploymentId: id });
    await created('new');
    const { installation, text } = await ask({ action: 'status' });
    expect(text).toBe('test: 1 access needs a person.');
    expect(installation).toMatchObject({
      deployments: 2,
      mode: 'apply',
      accesses: { granted: 1, waiting: 1 },
      stuck: [{ deployment: 'new', code: 'approval' }],
      stuckInAll: 1,
      breaker: {},
    });
  });

  it('says when all is well', async () => {
    expect(await ask({ action: 'status' })).toMatchObject({ text: 'test: all is well.' });
  });
});

describe('pause', () => {
  it('holds every write back until it is resumed, and says who did it', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const { text } = await ask({ action: 'pause' });
    expect(text).toContain('Paused');
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(false);
    expect(await ask({ action: 'status' })).toMatchObject({
      text: expect.stringContaining(`paused by ${JANE}`),
    });
    expect(await ask({ action: 'retry', deploymentId: id })).toMatchObject({
      text: expect.stringContaining(`${JANE} has paused the installation`),
    });
    expect(await ask({ action: 'pause', by: 'joe' })).toMatchObject({
      text: expect.stringContaining(`paused already, by ${JANE}`),
    });
    expect(await ask({ action: 'resume' })).toMatchObject({
      text: expect.stringContaining('1 target is looked at again'),
    });
    expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(true);
    expect(await ask({ action: 'resume' })).toMatchObject({ text: 'It was not paused.' });
    const told = bench.slack.messages.filter(({ text }) =>
      text.includes('deployment-authorizer test on AWS'),
    );
    expect(told).toMatchObject([
      { text: expect.stringContaining('goes on: nothing is held back') },
    ]);
    const history = await bench.record.history.of('installation');
    expect(history.map(({ event, by }) => [event, by])).toEqual([
      ['installation.paused', JANE],
      ['installation.resumed', JANE],
    ]);
  });
});
