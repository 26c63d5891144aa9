import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { SlackRateLimitedError, SlackRefusedError } from '../../shared/slack/slack.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const HOME = 'C0DATAOPS1';
const FINANCE = 'C0FINANCE1';
const RISK = 'C0RISKTEAM';
const rulesNaming = (channel: string) =>
  rulesReaching(REDSHIFT).replace('reach: [', `channel: ${channel}, reach: [`);

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesNaming(FINANCE));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

const heads = () => bench.slack.messages.filter(({ threadTs }) => threadTs === undefined);
const threads = () => bench.slack.messages.filter(({ threadTs }) => threadTs !== undefined);
const refusal = (reason: string) => new SlackRefusedError(reason, `Slack answers ${reason}`, 'x');

/** The rules are others, and every Deployment is decided anew. */
async function change(rules: string) {
  bench.setRules(rules);
  await bench.pass(MINUTE);
  await bench.drain();
}

describe('the channel of a rule', () => {
  it('gets the message and its thread', async () => {
    await bench.create('etl');
    await bench.drain();
    expect(heads()).toMatchObject([{ channel: FINANCE }]);
    expect(threads()).toMatchObject([{ channel: FINANCE }]);
  });

  it.each(['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'])(
    'that answers %s leaves it to the channel of the file, with a line why',
    async (reason) => {
      bench.slack.failNext(refusal(reason));
      await bench.create('etl');
      await bench.drain();
      expect(heads()).toMatchObject([{ channel: HOME }]);
      expect(JSON.stringify(heads()[0]?.blocks)).toContain(`${FINANCE} of its access rule`);
      expect(JSON.stringify(heads()[0]?.blocks)).toContain(reason.split('_')[0]);
      expect(bench.log.filter((line) => line.includes('message.elsewhere'))).toHaveLength(1);
    },
  );

  it('that refused is not asked again, until the rules name another one', async () => {
    bench.slack.failNext(refusal('not_in_channel'));
    const { id } = await bench.create('etl');
    await bench.drain();
    await change(rulesNaming(FINANCE).replace('region: eu-west-1', 'region: eu-west-2'));
    await bench.pass(25 * HOUR);
    await bench.drain();
    expect(heads()).toMatchObject([{ channel: HOME, deploymentId: id }]);
    await change(rulesNaming(RISK));
    expect(heads().map(({ channel }) => channel)).toEqual([HOME, RISK]);
    expect(JSON.stringify(heads()[1]?.blocks)).not.toContain('of its access rule');
  });

  it('that cannot be reached for now is waited for', async () => {
    bench.slack.failNext(new SlackRateLimitedError(20));
    await bench.create('etl');
    await bench.drain();
    expect(heads()).toEqual([]);
    await bench.pass(MINUTE);
    await bench.drain();
    expect(heads()).toMatchObject([{ channel: FINANCE }]);
  });
});

describe('a message whose rules name another channel', () => {
  it('is posted there with its thread, and says in the old one where it is, once', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    await change(rulesNaming(RISK));
    expect(heads()).toMatchObject([
      { channel: FINANCE, deploymentId: id, text: expect.stringContaining(`<#${RISK}>`) },
      { channel: RISK, deploymentId: id, text: expect.stringContaining('ready') },
    ]);
    expect(threads().map(({ channel }) => channel)).toEqual([FINANCE, RISK]);
    const { edits } = heads()[0] ?? {};
    await change(rulesNaming(RISK).replace('region: eu-west-1', 'region: eu-west-2'));
    expect(heads()).toHaveLength(2);
    expect(heads()[0]?.edits).toBe(edits);
  });

  it('says where it is also after Slack did not take that', async () => {
    await bench.create('etl');
    await bench.drain();
    const { update } = bench.slack;
    bench.slack.update = async () => {
      throw new SlackRateLimitedError(20);
    };
    await change(rulesNaming(RISK));
    bench.slack.update = update;
    await bench.pass(2 * MINUTE);
    await bench.drain();
    expect(heads()[0]?.text).toContain(`<#${RISK}>`);
    expect(heads()).toHaveLength(2);
  });

  it('stays where nothing is left to point from', async () => {
    await bench.create('etl');
    await bench.drain();
    bench.slack.delete(heads()[0]?.ts ?? '');
    await change(rulesNaming(RISK));
    await bench.pass(2 * MINUTE);
    await bench.drain();
    expect(heads()).toMatchObject([{ channel: RISK }]);
  });
});

describe('a message of another app', () => {
  it('is not edited: another one is posted', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    bench.slack.failNext(refusal('cant_update_message'));
    await bench.record.decisions.write({
      ...{ accessId: (await bench.accesses(id))[0]?.accessId ?? '', verdict: 'held', by: 'jane' },
      ...{ at: bench.tools.clock.now().toISOString(), placement: 'any' },
    });
    await bench.deliver({ to: 'notify', key: id });
    expect(heads()).toHaveLength(2);
  });
});
