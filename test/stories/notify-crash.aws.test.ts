import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import type { Slack } from '../../shared/slack/slack.ts';
import { notify } from '../../shared/stories/notify.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
let id: string;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  ({ id } = await bench.create('etl'));
  for (const to of ['decide', 'target']) {
    for (const message of bench.queue.splice(0).filter((one) => one.to === to)) {
      await bench.deliver(message);
    }
  }
  bench.queue.length = 0;
});
afterEach(() => bench.close());

const heads = () => bench.slack.messages.filter(({ threadTs }) => threadTs === undefined);
const threads = () => bench.slack.messages.filter(({ threadTs }) => threadTs !== undefined);

/** A worker that is killed at its nth post, once Slack has it. */
async function dieAfterPost(nth: number) {
  let posts = 0;
  const { slack } = bench;
  const dying: Slack = {
    update: (...args) => slack.update(...args),
    find: (channel, about) => slack.find(channel, about),
    findReply: (channel, threadTs, part) => slack.findReply(channel, threadTs, part),
    post: async (...args) => {
      const posted = await slack.post(...args);
      posts += 1;
      return posts === nth ? new Promise(() => {}) : posted;
    },
  };
  const working = notify(id, { ...bench.tools, slack: dying });
  await Promise.race([working, new Promise((resolve) => setTimeout(resolve, 50))]);
  expect(posts).toBe(nth);
}

async function later() {
  await bench.pass(3 * MINUTE);
  await bench.drain();
}

describe('a worker that dies after a post', () => {
  it.each([
    ['of the message', 1],
    ['of the first in its thread', 2],
  ])('%s leaves no second one', async (_which, nth) => {
    await dieAfterPost(nth);
    await later();
    expect(heads()).toMatchObject([{ text: expect.stringContaining('ready') }]);
    expect(threads()).toHaveLength(1);
    expect((await bench.record.messages.get(id))?.item).not.toHaveProperty('posting');
  });

  it('may double it where the app may not look, and only that one', async () => {
    await dieAfterPost(2);
    bench.slack.findReply = async () => undefined;
    await later();
    expect(heads()).toHaveLength(1);
    expect(threads()).toHaveLength(2);
    await later();
    expect(threads()).toHaveLength(2);
  });

  it('is not spoken over by another one meanwhile, whose news is told later', async () => {
    await dieAfterPost(1);
    const [{ accessId = '' } = {}] = await bench.accesses(id);
    const at = bench.tools.clock.now().toISOString();
    await bench.record.decisions.write({
      accessId,
      verdict: 'held',
      by: 'jane',
      at,
      placement: 'x',
    });
    const calls = bench.slack.messages.length;
    await bench.deliver({ to: 'notify', key: id });
    expect(bench.slack.messages).toHaveLength(calls);
    await later();
    expect(heads()).toHaveLength(1);
    expect((await bench.record.messages.get(id))?.item.claimedAt).toBeUndefined();
  });
});

describe('a message of the thread that is needed no longer', () => {
  it('says so, and is used again when it is needed', async () => {
    await bench.deliver({ to: 'notify', key: id });
    const without = rulesReaching({ redshift: `awsSharedRole: {role: "${SHARED_ROLE}"}` });
    for (const [rules, text] of [
      [without, 'Nothing here any more'],
      [rulesReaching(REDSHIFT), 'AIRFLOW_CONN_REDSHIFT'],
    ] as const) {
      bench.setRules(rules);
      await bench.deliver({ to: 'decide', key: id });
      await bench.drain();
      expect(threads()).toHaveLength(1);
      expect(JSON.stringify(threads()[0])).toContain(text);
    }
  });

  it('is left alone when somebody has deleted it', async () => {
    await bench.deliver({ to: 'notify', key: id });
    bench.slack.delete(threads()[0]?.ts ?? '');
    bench.setRules(rulesReaching({ redshift: `awsSharedRole: {role: "${SHARED_ROLE}"}` }));
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    expect(threads()).toEqual([]);
  });
});

describe('a change by hand', () => {
  /** As grant-access writes it. */
  async function drift(at: string) {
    const [row] = await bench.record.accesses.get(await wants());
    if (row === undefined) throw new Error('there is no access');
    const item = { ...row.item, drift: { at, diff: '- x', repaired: true } };
    await bench.record.accesses.write(row, item, row.due);
  }
  const wants = async () =>
    (await bench.record.deployments.get([id])).get(id)?.decided?.wants ?? [];
  const told = () => threads().filter(({ part }) => part?.startsWith('drift/'));

  it('is told once for each time, however often the message comes', async () => {
    for (const at of ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']) {
      await drift(at);
      for (let time = 0; time < 3; time += 1) await bench.deliver({ to: 'notify', key: id });
    }
    expect(told()).toHaveLength(2);
    expect(told().map(({ part }) => part?.split('/')[2])).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
    ]);
  });

  it('is told once also when the worker that told it died', async () => {
    await bench.deliver({ to: 'notify', key: id });
    await drift('2026-01-01T00:00:00.000Z');
    await dieAfterPost(1);
    await later();
    expect(told()).toHaveLength(1);
  });
});
