import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { INSTALLATION } from '../../../shared/deployment/events.ts';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { after, HOUR, MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { SlackRateLimitedError, SlackUnavailableError } from '../../../shared/slack/slack.ts';
import { notify } from '../../../shared/stories/notify.ts';
import { ago, inA, problem } from '../findings.ts';
import { DEPLOYMENT, type MemoryBench, openMemoryBench } from '../memory-bench.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';
import { FINANCE, HOME, refused, say, ts } from './row-bench.ts';

const { id } = DEPLOYMENT;
const AUTO = {
  redshift: REDSHIFT.redshift.replace('{id: redshift}', '{id: redshift, create: auto}'),
};
const WAITS = { state: 'waiting', reason: problem('approval') } as const;

let bench: MemoryBench;
beforeEach(() => open());

/** One Deployment, and its access as it is then. */
async function open(rules = rulesReaching(REDSHIFT), row: Parameters<MemoryBench['row']>[1] = {}) {
  bench = openMemoryBench(rules);
  await bench.decide();
  await bench.row('redshift', { state: 'granted', ...row });
}

const tell = () => notify(id, bench.tools);
const rowOf = async () => (await bench.record.messages.get(id))?.item;
const dueOf = async () => (await bench.record.messages.get(id))?.due;
/** When it is to be told again. */
const tellingOf = async () => (await bench.record.tellings.get(id))?.due;

/** Marked a second ago, so that one that is marked anew is another. */
async function mark(options: { readonly asked?: true } = {}) {
  await bench.record.tellings.mark(id, options);
  await bench.pass(SECOND);
}
const MARKED = inA(2 * MINUTE);
const ANEW = inA(2 * MINUTE + SECOND);

async function change(more: Partial<MessageItem>, due?: string) {
  const found = await bench.record.messages.get(id);
  const item = { deploymentId: id, ...found?.item, ...more };
  await bench.record.messages.write(id, found?.version ?? 0, item, due);
}

/** Does this when Slack is first spoken to. */
function meanwhile(work: () => unknown) {
  const post = bench.slack.post.bind(bench.slack);
  jest.spyOn(bench.slack, 'post').mockImplementationOnce(async (...args) => {
    await work();
    return post(...args);
  });
}

describe('notify', () => {
  it('shows one message and its thread, and lets go of both', async () => {
    await mark();
    await tell();
    expect(bench.slack.messages).toMatchObject([
      { channel: HOME, text: expect.stringContaining('ready'), deploymentId: id },
      { channel: HOME, threadTs: ts(1), part: 'form/0' },
    ]);
    const shown = expect.stringMatching(/^[0-9a-f]{16}$/);
    const thread = [{ ts: ts(2), shown }];
    expect(await rowOf()).toEqual({ deploymentId: id, channel: HOME, ts: ts(1), shown, thread });
    expect([await dueOf(), await tellingOf()]).toEqual([undefined, undefined]);
  });

  it('does nothing about what is as it is to be, and looks at it once', async () => {
    await tell();
    const before = await bench.record.messages.get(id);
    const looks = jest.spyOn(bench.record.pause, 'get');
    await mark();
    await tell();
    expect(await bench.record.messages.get(id)).toEqual(before);
    expect(bench.slack.messages.map(({ edits }) => edits)).toEqual([0, 0]);
    expect(looks).toHaveBeenCalledTimes(1);
    expect(await tellingOf()).toBeUndefined();
  });

  it('says nothing of what the record does not know, and is done with it', async () => {
    await bench.record.tellings.mark('another');
    await notify('another', bench.tools);
    expect(bench.slack.messages).toEqual([]);
    expect(await bench.record.messages.get('another')).toBeUndefined();
    expect((await bench.record.tellings.get('another'))?.due).toBeUndefined();
  });

  it('looks for a post that was begun before it posts', async () => {
    await bench.slack.post(HOME, say('begun'), { deploymentId: id });
    await change({ posting: { part: 'head', channel: HOME, at: ago(5 * MINUTE) } });
    await tell();
    expect(bench.slack.messages).toMatchObject([
      { text: expect.stringContaining('ready'), edits: 1 },
      { threadTs: ts(1) },
    ]);
  });

  it('leaves one of the baseline to its summary', async () => {
    await bench.record.baseline.write(0, { at: ago(MINUTE), deployments: [id] });
    await mark();
    await tell();
    expect(bench.slack.messages).toEqual([]);
    expect(await rowOf()).toMatchObject({ baseline: true });
    expect(await tellingOf()).toBeUndefined();
  });
});

describe('what nobody marked', () => {
  it('is told all the same, and waits as long as Slack wants', async () => {
    await bench.record.pause.set({ by: 'jane', at: ago(MINUTE) });
    bench.slack.failNext(new SlackRateLimitedError(30));
    await notify(INSTALLATION, bench.tools);
    await notify(INSTALLATION, bench.tools);
    expect(bench.slack.messages).toEqual([]);
    await bench.pass(30 * SECOND);
    await notify(INSTALLATION, bench.tools);
    expect(bench.slack.messages).toMatchObject([{ text: expect.stringContaining('jane') }]);
    expect(await bench.record.tellings.get(INSTALLATION)).toBeUndefined();
  });
});

describe('a connection that is to be made', () => {
  it('is sent for', async () => {
    await open(rulesReaching(AUTO));
    await tell();
    expect(bench.sent).toEqual([`handover ${id}`]);
  });

  it('is not sent for where somebody is to ask for it', async () => {
    await tell();
    expect(bench.sent).toEqual([]);
  });

  it('is sent for also where Slack is out of order', async () => {
    await open(rulesReaching(AUTO));
    bench.slack.failNext(new SlackUnavailableError('Slack is down'));
    await tell();
    expect(bench.sent).toEqual([`handover ${id}`]);
  });

  it('is sent for also where telling fails, which is told again', async () => {
    await open(rulesReaching(AUTO));
    await mark();
    const error = new Error('the secret cannot be read');
    bench.slack.failNext(error);
    await expect(tell()).rejects.toBe(error);
    expect(bench.sent).toEqual([`handover ${id}`]);
    expect(await tellingOf()).toBe(MARKED);
  });
});

describe('a Deployment that another worker is at', () => {
  it('is told of again: it may have begun before', async () => {
    await change({ claimedAt: ago(MINUTE) });
    await mark();
    await tell();
    expect(bench.slack.messages).toEqual([]);
    expect(await tellingOf()).toBe(ANEW);
  });

  it('is told of where that one is dead', async () => {
    await change({ claimedAt: ago(2 * MINUTE) });
    await tell();
    expect(bench.slack.messages).toHaveLength(2);
    expect(await rowOf()).not.toHaveProperty('claimedAt');
  });

  it('is left to it where it was quicker', async () => {
    const { get } = bench.record.pause;
    jest.spyOn(bench.record.pause, 'get').mockImplementationOnce(async () => {
      await tell();
      return get();
    });
    await mark();
    await bench.row('redshift', { state: 'waiting' });
    await expect(tell()).rejects.toThrow(VersionConflictError);
    expect(bench.slack.messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });
});

describe('what changed while it was told', () => {
  it.each<[string, () => unknown, string | undefined]>([
    ['is told again', () => bench.row('redshift', { state: 'waiting' }), ANEW],
    ['is told again where somebody marked it', () => bench.record.tellings.mark(id), ANEW],
    ['is not told again where Slack shows nothing of it', () => bench.pass(SECOND), undefined],
  ])('%s', async (_it, work, due) => {
    await mark();
    meanwhile(work);
    await tell();
    expect(await tellingOf()).toBe(due);
  });

  it('is told again where nothing is to be said any more', async () => {
    const unmatched = rulesReaching(REDSHIFT).replace(
      '{workspaceId',
      '{deployment: x, workspaceId',
    );
    bench = openMemoryBench(unmatched);
    await bench.decide();
    await mark();
    meanwhile(() =>
      bench.setRules(unmatched.replace('astronomer', 'unmatched: silent\nastronomer')),
    );
    await tell();
    expect(bench.slack.messages).toMatchObject([{ text: expect.stringContaining('etl-prod') }]);
    expect(await tellingOf()).toBe(ANEW);
  });
});

describe('what Slack does not take', () => {
  it('is due by the row of its message', async () => {
    await mark();
    bench.slack.failNext(new SlackRateLimitedError(30));
    await tell();
    expect(await rowOf()).toEqual({ deploymentId: id, failures: 1 });
    expect([await dueOf(), await tellingOf()]).toEqual([inA(31 * SECOND), undefined]);
  });

  it.each<[string, { asked?: true }, string | undefined]>([
    ['is not tried before its time', {}, undefined],
    ['is not tried before its time, nor forgotten where somebody asked', { asked: true }, ANEW],
  ])('%s', async (_it, options, due) => {
    await change({ failures: 1 }, inA(MINUTE));
    await mark(options);
    await tell();
    expect(bench.slack.messages).toEqual([]);
    expect(await dueOf()).toBe(inA(MINUTE));
    expect(await tellingOf()).toBe(due);
    expect((await bench.record.tellings.get(id))?.item.asked).toBe(options.asked);
  });

  it('is tried at once where somebody asked who has mended what kept it from being taken', async () => {
    await change({ failures: 1, barred: true }, inA(HOUR));
    await tell();
    expect(bench.slack.messages).toEqual([]);
    await mark({ asked: true });
    await tell();
    expect(bench.slack.messages).toHaveLength(2);
    expect(await rowOf()).not.toHaveProperty('barred');
    expect(await tellingOf()).toBeUndefined();
  });

  it('waits its hour anew where it was not mended', async () => {
    await change({ failures: 1, barred: true }, inA(HOUR));
    await bench.pass(SECOND);
    await mark({ asked: true });
    bench.slack.failNext(refused('is_archived'));
    await tell();
    expect(await rowOf()).toMatchObject({ failures: 2, barred: true });
    expect(await dueOf()).toBe(after(bench.clock.now(), HOUR));
    expect(await tellingOf()).toBeUndefined();
  });

  it('is told at its time, and its failures are forgotten', async () => {
    await change({ failures: 3 }, inA(MINUTE));
    await bench.pass(MINUTE);
    await tell();
    expect(bench.slack.messages).toHaveLength(2);
    expect(await rowOf()).not.toHaveProperty('failures');
    expect(await dueOf()).toBeUndefined();
  });

  it('is told elsewhere as long as the rules name that channel', async () => {
    const naming = (channel: string) =>
      rulesReaching(REDSHIFT).replace('reach: [', `channel: ${channel}, reach: [`);
    await open(naming(FINANCE));
    bench.slack.failNext(refused('is_archived'));
    await tell();
    const why = { refused: { channel: FINANCE, reason: 'is_archived' } };
    expect(await rowOf()).toMatchObject({ channel: HOME, ...why });
    bench.setRules(naming('C0RISKTEAM'));
    await bench.decide();
    await tell();
    expect(await rowOf()).toMatchObject({ channel: 'C0RISKTEAM' });
    expect(await rowOf()).not.toHaveProperty('refused');
  });
});

describe('what a person asks for', () => {
  it('is shown again whatever Slack has of it', async () => {
    await tell();
    for (const one of bench.slack.messages) bench.slack.delete(one.ts);
    await mark({ asked: true });
    await tell();
    expect(bench.slack.messages).toMatchObject([{ ts: ts(3) }, { ts: ts(4), threadTs: ts(3) }]);
    expect(await tellingOf()).toBeUndefined();
  });

  it('is edited, and its thread with it, where both are there', async () => {
    await tell();
    const before = await rowOf();
    await mark({ asked: true });
    await tell();
    expect(bench.slack.messages.map(({ edits }) => edits)).toEqual([1, 1]);
    expect(await rowOf()).toEqual(before);
  });

  it('is shown for the first time', async () => {
    await mark({ asked: true });
    await tell();
    expect(bench.slack.messages).toHaveLength(2);
  });

  it('is shown later where Slack did not take it, also of the baseline', async () => {
    await bench.record.baseline.write(0, { at: ago(MINUTE), deployments: [id] });
    await tell();
    await mark({ asked: true });
    bench.slack.failNext(new SlackRateLimitedError(30));
    await tell();
    await bench.pass(30 * SECOND);
    await tell();
    expect(bench.slack.messages).toHaveLength(2);
  });

  it('has no thread where it had none', async () => {
    await open(rulesReaching(REDSHIFT, 'approve'), WAITS);
    await tell();
    await mark({ asked: true });
    await tell();
    expect(bench.slack.messages).toMatchObject([{ edits: 1 }]);
    expect((await rowOf())?.thread ?? []).toEqual([]);
  });
});

describe('what waits for a person', () => {
  beforeEach(() => open(rulesReaching(REDSHIFT, 'approve'), WAITS));

  it('comes back when somebody is to be called, who is called then', async () => {
    await tell();
    const about = (await rowOf())?.calls?.about;
    expect((await rowOf())?.calls).toEqual({ about, count: 0, last: inA(0) });
    expect(await dueOf()).toBe(inA(4 * HOUR));
    await bench.pass(4 * HOUR);
    await tell();
    const calls = { about, count: 1, last: inA(4 * HOUR), ts: ts(2) };
    expect((await rowOf())?.calls).toEqual(calls);
    expect(await dueOf()).toBe(inA(28 * HOUR));
    expect(bench.slack.messages[1]?.text).toContain('still waits for a person');
  });

  it('is forgotten, and its call settled, once it waits no more', async () => {
    await tell();
    await bench.pass(4 * HOUR);
    await tell();
    await bench.row('redshift', { state: 'granted', reason: problem('held') });
    await tell();
    expect(await rowOf()).not.toHaveProperty('calls');
    expect(await dueOf()).toBeUndefined();
    expect(bench.slack.messages[1]?.text).toContain('Settled');
  });

  it('is called for under a message that is posted anew, where that is gone', async () => {
    await tell();
    await bench.pass(4 * HOUR);
    bench.slack.delete(ts(1));
    await tell();
    expect(bench.slack.messages).toMatchObject([{ ts: ts(2) }, { threadTs: ts(2) }]);
  });
});
