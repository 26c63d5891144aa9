import { beforeEach, describe, expect, it } from '@jest/globals';
import { after, HOUR, MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { SlackRateLimitedError } from '../../../shared/slack/slack.ts';
import { ago, inA, problem } from '../findings.ts';
import { DEPLOYMENT } from '../memory-bench.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';
import { FINANCE, HOME, refused, ts } from './row-bench.ts';
import { ANEW, openTold, type Told } from './told-bench.ts';

const { id } = DEPLOYMENT;
const WAITS = { state: 'waiting', reason: problem('approval') } as const;

let bench: Told;
beforeEach(async () => {
  bench = await openTold();
});

describe('what Slack does not take', () => {
  it('is due by the row of its message', async () => {
    await bench.mark();
    bench.slack.failNext(new SlackRateLimitedError(30));
    await bench.tell();
    expect(await bench.rowOf()).toEqual({ deploymentId: id, failures: 1 });
    expect([await bench.dueOf(), await bench.tellingOf()]).toEqual([inA(31 * SECOND), undefined]);
  });

  it.each<[string, { asked?: true }, string | undefined]>([
    ['is not tried before its time', {}, undefined],
    ['is not tried before its time, nor forgotten where somebody asked', { asked: true }, ANEW],
  ])('%s', async (_it, options, due) => {
    await bench.change({ failures: 1 }, inA(MINUTE));
    await bench.mark(options);
    await bench.tell();
    expect(bench.slack.messages).toEqual([]);
    expect(await bench.dueOf()).toBe(inA(MINUTE));
    expect(await bench.tellingOf()).toBe(due);
    expect((await bench.record.tellings.get(id))?.item.asked).toBe(options.asked);
  });

  it('is tried at once where somebody asked who has mended what kept it from being taken', async () => {
    await bench.change({ failures: 1, barred: true }, inA(HOUR));
    await bench.tell();
    expect(bench.slack.messages).toEqual([]);
    await bench.mark({ asked: true });
    await bench.tell();
    expect(bench.slack.messages).toHaveLength(2);
    expect(await bench.rowOf()).not.toHaveProperty('barred');
    expect(await bench.tellingOf()).toBeUndefined();
  });

  it('waits its hour anew where it was not mended', async () => {
    await bench.change({ failures: 1, barred: true }, inA(HOUR));
    await bench.pass(SECOND);
    await bench.mark({ asked: true });
    bench.slack.failNext(refused('is_archived'));
    await bench.tell();
    expect(await bench.rowOf()).toMatchObject({ failures: 2, barred: true });
    expect(await bench.dueOf()).toBe(after(bench.clock.now(), HOUR));
    expect(await bench.tellingOf()).toBeUndefined();
  });

  it('is told at its time, and its failures are forgotten', async () => {
    await bench.change({ failures: 3 }, inA(MINUTE));
    await bench.pass(MINUTE);
    await bench.tell();
    expect(bench.slack.messages).toHaveLength(2);
    expect(await bench.rowOf()).not.toHaveProperty('failures');
    expect(await bench.dueOf()).toBeUndefined();
  });

  it('is told elsewhere as long as the rules name that channel', async () => {
    const naming = (channel: string) =>
      rulesReaching(REDSHIFT).replace('reach: [', `channel: ${channel}, reach: [`);
    bench = await openTold(naming(FINANCE));
    bench.slack.failNext(refused('is_archived'));
    await bench.tell();
    const why = { refused: { channel: FINANCE, reason: 'is_archived' } };
    expect(await bench.rowOf()).toMatchObject({ channel: HOME, ...why });
    bench.setRules(naming('C0RISKTEAM'));
    await bench.decide();
    await bench.tell();
    expect(await bench.rowOf()).toMatchObject({ channel: 'C0RISKTEAM' });
    expect(await bench.rowOf()).not.toHaveProperty('refused');
  });
});

describe('what a person asks for', () => {
  it('is shown again whatever Slack has of it', async () => {
    await bench.tell();
    for (const one of bench.slack.messages) bench.slack.delete(one.ts);
    await bench.mark({ asked: true });
    await bench.tell();
    expect(bench.slack.messages).toMatchObject([{ ts: ts(3) }, { ts: ts(4), threadTs: ts(3) }]);
    expect(await bench.tellingOf()).toBeUndefined();
  });

  it('is edited, and its thread with it, where both are there', async () => {
    await bench.tell();
    const before = await bench.rowOf();
    await bench.mark({ asked: true });
    await bench.tell();
    expect(bench.slack.messages.map(({ edits }) => edits)).toEqual([1, 1]);
    expect(await bench.rowOf()).toEqual(before);
  });

  it('is shown for the first time', async () => {
    await bench.mark({ asked: true });
    await bench.tell();
    expect(bench.slack.messages).toHaveLength(2);
  });

  it('is shown later where Slack did not take it, also of the baseline', async () => {
    await bench.record.baseline.write(0, { at: ago(MINUTE), deployments: [id] });
    await bench.tell();
    await bench.mark({ asked: true });
    bench.slack.failNext(new SlackRateLimitedError(30));
    await bench.tell();
    await bench.pass(30 * SECOND);
    await bench.tell();
    expect(bench.slack.messages).toHaveLength(2);
  });

  it('has no thread where it had none', async () => {
    bench = await openTold(rulesReaching(REDSHIFT, 'approve'), WAITS);
    await bench.tell();
    await bench.mark({ asked: true });
    await bench.tell();
    expect(bench.slack.messages).toMatchObject([{ edits: 1 }]);
    expect((await bench.rowOf())?.thread ?? []).toEqual([]);
  });
});

describe('what waits for a person', () => {
  beforeEach(async () => {
    bench = await openTold(rulesReaching(REDSHIFT, 'approve'), WAITS);
  });

  it('comes back when somebody is to be called, who is called then', async () => {
    await bench.tell();
    const about = (await bench.rowOf())?.calls?.about;
    expect((await bench.rowOf())?.calls).toEqual({ about, count: 0, last: inA(0) });
    expect(await bench.dueOf()).toBe(inA(4 * HOUR));
    await bench.pass(4 * HOUR);
    await bench.tell();
    const calls = { about, count: 1, last: inA(4 * HOUR), ts: ts(2) };
    expect((await bench.rowOf())?.calls).toEqual(calls);
    expect(await bench.dueOf()).toBe(inA(28 * HOUR));
    expect(bench.slack.messages[1]?.text).toContain('still waits for a person');
  });

  it('is forgotten, and its call settled, once it waits no more', async () => {
    await bench.tell();
    await bench.pass(4 * HOUR);
    await bench.tell();
    await bench.row('redshift', { state: 'granted', reason: problem('held') });
    await bench.tell();
    expect(await bench.rowOf()).not.toHaveProperty('calls');
    expect(await bench.dueOf()).toBeUndefined();
    expect(bench.slack.messages[1]?.text).toContain('Settled');
  });

  it('is called for under a message that is posted anew, where that is gone', async () => {
    await bench.tell();
    await bench.pass(4 * HOUR);
    bench.slack.delete(ts(1));
    await bench.tell();
    expect(bench.slack.messages).toMatchObject([{ ts: ts(2) }, { threadTs: ts(2) }]);
  });
});
