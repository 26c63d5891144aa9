import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { INSTALLATION } from '../../../shared/deployment/events.ts';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { SlackRateLimitedError, SlackUnavailableError } from '../../../shared/slack/slack.ts';
import { notify } from '../../../shared/stories/notify.ts';
import { ago } from '../findings.ts';
import { DEPLOYMENT } from '../memory-bench.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';
import { HOME, say, ts } from './row-bench.ts';
import { ANEW, MARKED, openTold, type Told } from './told-bench.ts';

const { id } = DEPLOYMENT;
const AUTO = {
  redshift: REDSHIFT.redshift.replace('{id: redshift}', '{id: redshift, create: auto}'),
};

let bench: Told;
beforeEach(async () => {
  bench = await openTold();
});

describe('notify', () => {
  it('shows one message and its thread, and lets go of both', async () => {
    await bench.mark();
    await bench.tell();
    expect(bench.slack.messages).toMatchObject([
      { channel: HOME, text: expect.stringContaining('ready'), deploymentId: id },
      { channel: HOME, threadTs: ts(1), part: 'form/0' },
    ]);
    const shown = expect.stringMatching(/^[0-9a-f]{16}$/);
    const thread = [{ ts: ts(2), shown }];
    expect(await bench.rowOf()).toEqual({
      deploymentId: id,
      channel: HOME,
      ts: ts(1),
      shown,
      thread,
    });
    expect([await bench.dueOf(), await bench.tellingOf()]).toEqual([undefined, undefined]);
  });

  it('does nothing about what is as it is to be, and looks at it once', async () => {
    await bench.tell();
    const before = await bench.record.messages.get(id);
    const looks = jest.spyOn(bench.record.pause, 'get');
    await bench.mark();
    await bench.tell();
    expect(await bench.record.messages.get(id)).toEqual(before);
    expect(bench.slack.messages.map(({ edits }) => edits)).toEqual([0, 0]);
    expect(looks).toHaveBeenCalledTimes(1);
    expect(await bench.tellingOf()).toBeUndefined();
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
    await bench.change({ posting: { part: 'head', channel: HOME, at: ago(5 * MINUTE) } });
    await bench.tell();
    expect(bench.slack.messages).toMatchObject([
      { text: expect.stringContaining('ready'), edits: 1 },
      { threadTs: ts(1) },
    ]);
  });

  it('leaves one of the baseline to its summary', async () => {
    await bench.record.baseline.write(0, { at: ago(MINUTE), deployments: [id] });
    await bench.mark();
    await bench.tell();
    expect(bench.slack.messages).toEqual([]);
    expect(await bench.rowOf()).toMatchObject({ baseline: true });
    expect(await bench.tellingOf()).toBeUndefined();
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
    bench = await openTold(rulesReaching(AUTO));
    await bench.tell();
    expect(bench.sent).toEqual([`handover ${id}`]);
  });

  it('is not sent for where somebody is to ask for it', async () => {
    await bench.tell();
    expect(bench.sent).toEqual([]);
  });

  it('is sent for also where Slack is out of order', async () => {
    bench = await openTold(rulesReaching(AUTO));
    bench.slack.failNext(new SlackUnavailableError('Slack is down'));
    await bench.tell();
    expect(bench.sent).toEqual([`handover ${id}`]);
  });

  it('is sent for also where telling fails, which is told again', async () => {
    bench = await openTold(rulesReaching(AUTO));
    await bench.mark();
    const error = new Error('the secret cannot be read');
    bench.slack.failNext(error);
    await expect(bench.tell()).rejects.toBe(error);
    expect(bench.sent).toEqual([`handover ${id}`]);
    expect(await bench.tellingOf()).toBe(MARKED);
  });
});

describe('a Deployment that another worker is at', () => {
  it('is told of again: it may have begun before', async () => {
    await bench.change({ claimedAt: ago(MINUTE) });
    await bench.mark();
    await bench.tell();
    expect(bench.slack.messages).toEqual([]);
    expect(await bench.tellingOf()).toBe(ANEW);
  });

  it('is told of where that one is dead', async () => {
    await bench.change({ claimedAt: ago(2 * MINUTE) });
    await bench.tell();
    expect(bench.slack.messages).toHaveLength(2);
    expect(await bench.rowOf()).not.toHaveProperty('claimedAt');
  });

  it('is left to it where it was quicker', async () => {
    const { get } = bench.record.pause;
    jest.spyOn(bench.record.pause, 'get').mockImplementationOnce(async () => {
      await bench.tell();
      return get();
    });
    await bench.mark();
    await bench.row('redshift', { state: 'waiting' });
    await expect(bench.tell()).rejects.toThrow(VersionConflictError);
    expect(bench.slack.messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });
});

describe('what changed while it was told', () => {
  it.each<[string, () => unknown, string | undefined]>([
    ['is told again', () => bench.row('redshift', { state: 'waiting' }), ANEW],
    ['is told again where somebody marked it', () => bench.record.tellings.mark(id), ANEW],
    ['is not told again where Slack shows nothing of it', () => bench.pass(SECOND), undefined],
  ])('%s', async (_it, work, due) => {
    await bench.mark();
    bench.meanwhile(work);
    await bench.tell();
    expect(await bench.tellingOf()).toBe(due);
  });

  it('is told again where nothing is to be said any more', async () => {
    const unmatched = rulesReaching(REDSHIFT).replace(
      '{workspaceId',
      '{deployment: x, workspaceId',
    );
    bench = await openTold(unmatched, 'none');
    await bench.mark();
    bench.meanwhile(() =>
      bench.setRules(unmatched.replace('astronomer', 'unmatched: silent\nastronomer')),
    );
    await bench.tell();
    expect(bench.slack.messages).toMatchObject([{ text: expect.stringContaining('etl-prod') }]);
    expect(await bench.tellingOf()).toBe(ANEW);
  });
});
