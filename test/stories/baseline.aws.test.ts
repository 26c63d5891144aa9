import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listFault } from '../../local/astro/list-deployments.ts';
import { WORKSPACE } from '../../local/samples.ts';
import { BASELINE } from '../../shared/deployment/events.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { operate } from '../../shared/stories/operate.ts';
import { sweep } from '../../shared/stories/sweep.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Version: '2012-10-17', Statement: [] } });
});
afterEach(() => bench.close());

/** A Deployment of which no event tells. */
function there(name: string, workspaceId = WORKSPACE) {
  const raw = bench.astro.create({ name, cloud: 'aws', workspaceId });
  bench.show(String(raw.effectiveWorkloadIdentity));
  return { id: raw.id, identity: String(raw.effectiveWorkloadIdentity) };
}

async function minutes(count: number) {
  for (let minute = 0; minute < count; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

/** Deployments of long ago, and then the first minutes of an installation. */
async function install(names: readonly string[]) {
  const those = names.map((name) => there(name));
  bench.aws.clock.advance(5 * HOUR);
  await sweep(bench.tools);
  await bench.drain();
  return those;
}

const heads = () => bench.slack.messages.filter(({ threadTs }) => threadTs === undefined);
const about = (id: string) => heads().filter(({ deploymentId }) => deploymentId === id);
const summary = () => JSON.stringify(about(BASELINE));
const baseline = async () => (await bench.record.baseline.get())?.item;

describe('the first sweep of an installation', () => {
  it('grants to those that are there, and tells of them in one summary', async () => {
    const those = await install(['a', 'b', 'c']);
    await minutes(10);
    for (const { identity } of those) {
      expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(true);
    }
    expect(heads()).toMatchObject([{ deploymentId: BASELINE }]);
    expect(summary()).toContain('test on AWS is new here and found 3 Deployments');
    expect(summary()).toContain('status --cloud aws');
    expect(summary()).toContain('*3* granted now');
  });

  it('counts those given by hand, waiting for an approval, refused, and without a rule', async () => {
    bench.setRules(
      rulesReaching(REDSHIFT, 'approve').replace('when: {', 'unless: {deployment: "x-*"}, when: {'),
    );
    const [, byHand] = ['a', 'b', 'x-c'].map((name) => there(name));
    const Principal = { AWS: byHand?.identity ?? '' };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] as const;
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Version: '2012-10-17', Statement });
    bench.aws.clock.advance(5 * HOUR);
    await minutes(8);
    expect((await baseline())?.counts).toEqual({
      ...{ deployments: 3, undecided: 0, noRule: 1, nothing: 0 },
      ...{ byHand: 1, granted: 0, wouldGain: 0, toApprove: 1, refused: 0, waiting: 0 },
    });
    expect(summary()).toContain('*1* waiting for an approval');
    expect(summary()).toContain('1 Deployment without an access rule');
  });

  it('tells of what was created within the hour as ever', async () => {
    there('old');
    bench.aws.clock.advance(2 * HOUR);
    const young = there('young');
    await minutes(3);
    expect(
      heads()
        .map(({ deploymentId }) => deploymentId)
        .toSorted(),
    ).toEqual([BASELINE, young.id].toSorted());
  });

  it('says nothing where nobody is there, nor afterwards', async () => {
    await minutes(7);
    expect(heads()).toEqual([]);
    expect(await baseline()).toMatchObject({ deployments: [], closed: expect.any(String) });
    const { id } = await bench.create('etl');
    await bench.drain();
    expect(about(id)).toHaveLength(1);
  });

  it('takes in later what its list lacked', async () => {
    bench.astro.faults.inject(listFault('empty'));
    await install(['a', 'b']);
    await minutes(10);
    expect(heads()).toMatchObject([{ deploymentId: BASELINE }]);
    expect(summary()).toContain('found 2 Deployments');
  });

  it('is written down before any of them is decided, by one of two sweeps at once', async () => {
    const { id } = there('a');
    bench.aws.clock.advance(5 * HOUR);
    const known: (readonly string[] | undefined)[] = [];
    const decide = async (ids: readonly string[]) => {
      if (ids.includes(id)) known.push((await baseline())?.deployments);
    };
    const tools = { ...bench.tools, queues: { ...bench.tools.queues, decide } };
    await sweep(tools);
    // And by one that began before the first one had written.
    const unknown = { ...bench.record.baseline, get: async () => undefined };
    await sweep({ ...tools, record: { ...bench.record, baseline: unknown } });
    expect(known).toEqual([[id], [id]]);
  });

  it('is over after an hour, whoever is not decided by then', async () => {
    there('a');
    bench.aws.clock.advance(5 * HOUR);
    for (const [passed, closed] of [
      [59, false],
      [2, true],
    ] as const) {
      for (let minute = 0; minute < passed; minute += 1) {
        await bench.pass(MINUTE);
        bench.queue.length = 0;
      }
      expect((await baseline())?.closed !== undefined).toBe(closed);
    }
  });

  it('is over after an hour, whoever is not settled by then', async () => {
    const raw = bench.astro.create({ name: 'a', cloud: 'aws', workspaceId: WORKSPACE });
    bench.aws.clock.advance(5 * HOUR);
    await minutes(20);
    expect((await baseline())?.closed).toBeUndefined();
    await minutes(45);
    expect((await baseline())?.closed).toBeDefined();
    bench.show(String(raw.effectiveWorkloadIdentity));
    await operate({ action: 'retry', deploymentId: raw.id, by: 'jane' }, bench.tools);
    await bench.drain();
    expect(about(raw.id)).toHaveLength(1);
  });

  it('shows in the status of the installation', async () => {
    await install(['a']);
    const { installation } = await operate({ action: 'status', by: 'jane' }, bench.tools);
    expect(installation?.baseline).toMatchObject({ counts: { deployments: 1 } });
  });
});

describe('a Deployment of the baseline', () => {
  it('gets a message of its own when something about it changes', async () => {
    const [one, other] = await install(['a', 'b']);
    await minutes(10);
    await operate({ action: 'deny', deploymentId: one?.id ?? '', by: 'jane' }, bench.tools);
    await bench.drain();
    expect(about(one?.id ?? '')).toHaveLength(1);
    expect(about(other?.id ?? '')).toEqual([]);
  });

  it('gets none for another commit of the rules, nor for time that passes', async () => {
    await install(['a', 'b']);
    await minutes(10);
    bench.setRules(rulesReaching(REDSHIFT).replace('keep: 24h', 'keep: 48h'));
    await minutes(2);
    await bench.pass(30 * HOUR);
    await bench.drain();
    expect(heads()).toMatchObject([{ deploymentId: BASELINE }]);
  });

  it.each([
    ['while the baseline is open', 0],
    ['afterwards', 10],
  ])('gets one when a person asks for it, %s', async (_when, passed) => {
    const [one] = await install(['a', 'b']);
    await minutes(passed);
    await operate({ action: 'refresh', deploymentId: one?.id ?? '', by: 'jane' }, bench.tools);
    await bench.drain();
    expect(heads().map(({ deploymentId }) => deploymentId)).toEqual([BASELINE, one?.id]);
  });
});

describe('an emptied record', () => {
  it('makes a new baseline, and takes up the messages that are there', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    await minutes(7);
    bench.aws.clock.advance(5 * HOUR);
    bench.store.restore([]);
    await minutes(10);
    expect(heads().map(({ deploymentId }) => deploymentId)).toEqual([id, BASELINE]);
    const { edits } = about(id)[0] ?? {};
    await operate({ action: 'deny', deploymentId: id, by: 'jane' }, bench.tools);
    await bench.drain();
    expect(about(id)).toHaveLength(1);
    expect(about(id)[0]?.edits).toBeGreaterThan(edits ?? 0);
    expect(JSON.stringify(about(id))).toContain('Denied by');
  });
});
