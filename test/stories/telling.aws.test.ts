import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  const Statement = [
    {
      Sid: 'NightlyBatch',
      Effect: 'Allow',
      Principal: { Service: 'batch.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ] as const;
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Version: '2012-10-17', Statement } });
});
afterEach(() => bench.close());

const loseMessages = (to: string) => {
  const kept = bench.queue.filter((message) => message.to !== to);
  bench.queue.splice(0, bench.queue.length, ...kept);
};
const heads = () => bench.slack.messages.filter(({ threadTs }) => threadTs === undefined);

async function deliverNext() {
  const message = bench.queue.shift();
  if (message !== undefined) await bench.deliver(message);
}

describe('what a person decided', () => {
  it.each([
    ['approve', 'approve', true],
    ['deny', 'apply', false],
    ['hold', 'apply', true],
  ])('is carried out although all that was sent of it is lost: %s', async (action, mode, may) => {
    bench.setRules(rulesReaching(REDSHIFT, mode));
    const { id, identity } = await bench.create('etl');
    await bench.drain();
    // Until nothing is due any more that would have it looked at anyway.
    await bench.sweeps(5, 3 * MINUTE);
    await operate(parseOrder({ action, deploymentId: id }), bench.tools);
    bench.queue.splice(0);
    await bench.sweeps(3, 3 * MINUTE);
    expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(may);
    const [access] = await bench.accesses(id);
    expect(access?.reason?.code).toBe({ hold: 'held', deny: 'denied' }[action]);
    // Seen to be done: it is not decided again and again.
    await bench.pass(3 * MINUTE);
    expect(bench.queue).not.toContainEqual({ to: 'decide', key: id });
  });

  it('is asked for again where it is a connection', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    await operate(parseOrder({ action: 'connect', deploymentId: id }), bench.tools);
    bench.queue.splice(0);
    await bench.pass(3 * MINUTE);
    const next = bench.queue.filter(({ to }) => to === 'notify');
    for (const message of next) await bench.deliver(message);
    expect(bench.queue).toContainEqual({ to: 'handover', key: id });
  });

  it('is forgotten where neither Astro nor the record knows the Deployment', async () => {
    const id = 'clmh5nobody0000000000000a';
    await bench.record.errands.mark(id);
    await bench.pass(3 * MINUTE);
    await expect(bench.drain()).rejects.toThrow('Astro knows no Deployment');
    await bench.pass(3 * MINUTE);
    expect(bench.queue).toEqual([]);
  });
});

describe('a message to notify that is lost', () => {
  it('is sent again by the sweep when nothing else is to be done for the Deployment', async () => {
    bench.setRules(
      rulesReaching(REDSHIFT).replace('workspaceId: ', 'deployment: other, workspaceId: '),
    );
    await bench.create('etl');
    await deliverNext();
    loseMessages('notify');
    await bench.pass(3 * MINUTE);
    await bench.drain();
    expect(heads()).toHaveLength(1);
  });

  it('is sent again when grant-access crashed between writing down and sending it', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    // Until nothing is due any more that would have it told anyway.
    for (let time = 0; time < 4; time += 1) {
      await bench.pass(4 * MINUTE);
      await bench.drain();
    }
    const [{ accessId = '', targetKey = '' } = {}] = await bench.accesses(id);
    const at = bench.tools.clock.now().toISOString();
    const decision = { accessId, by: 'jane@acme.example', at, placement: 'any' };
    await bench.record.decisions.write({ ...decision, verdict: 'denied' });
    const { queues } = bench.tools;
    const deaf = { ...queues, notify: async () => undefined };
    await grantAccess(targetKey, { ...bench.tools, queues: deaf });
    await bench.pass(3 * MINUTE);
    await bench.drain();
    expect(JSON.stringify(heads()[0]?.blocks)).toContain('Denied by');
  });

  it('is not sent again once it is told', async () => {
    await bench.create('etl');
    await bench.drain();
    await bench.pass(90_000);
    await bench.drain();
    await bench.pass(10 * MINUTE);
    expect(bench.queue.filter(({ to }) => to === 'notify')).toEqual([]);
  });
});

describe('a message of the thread that somebody deleted', () => {
  it('is posted anew, and the message above it stays the only one', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    const [thread] = bench.slack.messages.filter(({ threadTs }) => threadTs !== undefined);
    bench.slack.delete(thread?.ts ?? '');
    const text = rulesReaching({
      redshift: REDSHIFT.redshift.replace('id: redshift', 'id: other'),
    });
    bench.setRules(text);
    await bench.deliver({ to: 'decide', key: id });
    await bench.drain();
    expect(heads()).toHaveLength(1);
    expect(bench.slack.messages.length).toBeGreaterThan(1);
  });
});

describe('reads that lag behind for long', () => {
  it('cost some writes and no more', async () => {
    bench.aws.iam.staleReads(60_000);
    await bench.create('etl');
    await deliverNext();
    await deliverNext().catch(() => undefined);
    expect(bench.aws.faults.calls.get('iam:UpdateAssumeRolePolicy')).toBeLessThan(10);
  });
});
