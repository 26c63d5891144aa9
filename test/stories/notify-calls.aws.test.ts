import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import {
  SlackMessageGoneError,
  SlackRateLimitedError,
  SlackRefusedError,
} from '../../shared/slack/slack.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Weeks of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const BY = 'jane@acme.example';

let bench: Workbench;
let id: string;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT, 'approve'));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  ({ id } = await bench.create('etl'));
  await bench.drain();
});
afterEach(() => bench.close());

const calls = () => bench.slack.messages.filter(({ part }) => part?.startsWith('call/'));
const live = () => calls().filter(({ text }) => text.includes('still waits'));

/** Lets time pass in steps, and answers after how much of it the thread had another call. */
async function hoursOfCalls(hours: number, step = 1): Promise<readonly number[]> {
  const at: number[] = [];
  for (let hour = step; hour <= hours; hour += step) {
    const before = calls().length;
    await bench.pass(step * HOUR);
    await bench.drain();
    // The same message twice: nobody is called twice for it.
    await bench.deliver({ to: 'notify', key: id });
    at.push(...Array<number>(calls().length - before).fill(hour));
  }
  return at;
}

describe('what waits for an approval', () => {
  it('is called for after four hours, a day and three days, and no more once it lapsed', async () => {
    const hours = await hoursOfCalls(5 * 24, 2);
    const gaps = hours.map((hour, place) => hour - (hours[place - 1] ?? 0));
    expect(gaps).toEqual([4, 24, 72]);
    expect(live()).toHaveLength(1);
    expect(JSON.stringify(live()[0])).toContain('<!subteam^S0PLATFORM>');
    expect(await hoursOfCalls(20 * 24, 4)).toEqual([]);
    expect(live()).toEqual([]);
  });

  it('is called for no more once it is given, and the call says so', async () => {
    await hoursOfCalls(5);
    await operate({ action: 'approve', deploymentId: id, by: BY }, bench.tools);
    await bench.drain();
    expect(calls()).toMatchObject([{ text: expect.stringContaining('Settled') }]);
    expect(await hoursOfCalls(10 * 24, 4)).toEqual([]);
    expect((await bench.record.messages.get(id))?.item.calls).toBeUndefined();
  });

  it('is settled later where the channel was not to be had for a moment', async () => {
    await hoursOfCalls(5);
    const [call] = calls();
    const update = bench.slack.update.bind(bench.slack);
    const gone = new SlackRefusedError('channel_not_found', 'Slack answers so', 'Invite it.');
    const spy = jest
      .spyOn(bench.slack, 'update')
      .mockImplementation((channel, ts, message) =>
        ts === call?.ts ? Promise.reject(gone) : update(channel, ts, message),
      );
    await operate({ action: 'approve', deploymentId: id, by: BY }, bench.tools);
    await bench.drain();
    expect(live()).toHaveLength(1);
    spy.mockRestore();
    await bench.pass(HOUR);
    await bench.drain();
    expect(live()).toEqual([]);
  });

  it('is called for again, when the same waits another time', async () => {
    await hoursOfCalls(5);
    for (const mode of ['apply', 'approve']) {
      bench.setRules(rulesReaching(REDSHIFT, mode));
      await bench.pass(MINUTE);
      await bench.drain();
    }
    expect(live()).toEqual([]);
    expect(await hoursOfCalls(5)).toEqual([4]);
    expect(new Set(calls().map(({ part }) => part)).size).toBe(2);
  });

  it('starts anew when it is something else', async () => {
    await hoursOfCalls(6);
    bench.setRules(
      rulesReaching(
        { redshift: REDSHIFT.redshift.replace('"}', '", externalId: acme-airflow}') },
        'approve',
      ),
    );
    await bench.pass(MINUTE);
    await bench.drain();
    const before = calls().length;
    expect(await hoursOfCalls(5)).toEqual([4]);
    expect(calls()).toHaveLength(before + 1);
  });

  it.each([
    [
      'Slack says so of the thread',
      new SlackMessageGoneError('chat.postMessage: thread_not_found'),
    ],
    ['Slack takes what is said under it', undefined],
  ])(
    'is called for under a message that is there, where it was deleted: %s',
    async (_it, error) => {
      const [head] = bench.slack.messages;
      await bench.pass(3 * HOUR);
      await bench.drain();
      if (error === undefined) bench.slack.delete(head?.ts ?? '');
      const post = bench.slack.post.bind(bench.slack);
      const spy = jest
        .spyOn(bench.slack, 'post')
        .mockImplementation((channel, message, options) => {
          if (options?.threadTs !== head?.ts || error === undefined) {
            return post(channel, message, options);
          }
          bench.slack.delete(head?.ts ?? '');
          return Promise.reject(error);
        });
      await bench.pass(2 * HOUR);
      await bench.drain();
      await bench.sweeps(3);
      spy.mockRestore();
      const heads = bench.slack.messages.filter(({ threadTs }) => threadTs === undefined);
      expect(heads).toMatchObject([{ text: expect.stringContaining('approval') }]);
      expect(live()).toMatchObject([{ threadTs: heads[0]?.ts }]);
    },
  );

  it('is called for late and once, when Slack takes nothing at its time', async () => {
    await bench.pass(3 * HOUR);
    await bench.drain();
    await bench.pass(2 * HOUR);
    bench.slack.failNext(new SlackRateLimitedError(600));
    await bench.drain();
    expect(calls()).toEqual([]);
    expect(await hoursOfCalls(3)).toEqual([1]);
  });
});

describe('what was refused', () => {
  it('is called for after four hours, a day, three days, and then every seven days', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Sid: 'Theirs', Effect: 'Allow', Action: 'sts:AssumeRole' },
          Principal: { AWS: bench.aws.iam.orphanId() },
        },
      ],
    });
    await bench.pass(MINUTE);
    await bench.drain();
    expect((await bench.accesses(id))[0]).toMatchObject({ state: 'refused' });
    const hours = await hoursOfCalls(20 * 24, 4);
    const gaps = hours.map((hour, place) => hour - (hours[place - 1] ?? 0));
    expect(gaps).toEqual([4, 24, 72, 168, 168]);
  });
});

describe('an identity that stays unseen', () => {
  it('is called for within minutes of the moment that its message named, and once', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const hidden = await bench.create('hidden', { visible: false });
    await bench.drain();
    const [head] = bench.slack.messages.filter((one) => one.deploymentId === hidden.id);
    expect(JSON.stringify(head)).toMatch(/[Uu]nresolved by/);
    const minutes: number[] = [];
    for (let minute = 1; minute <= 180; minute += 1) {
      const before = calls().length;
      await bench.sweeps(1);
      minutes.push(...Array<number>(calls().length - before).fill(minute));
    }
    expect(minutes).toHaveLength(1);
    expect(minutes[0]).toBeGreaterThanOrEqual(30);
    expect(minutes[0]).toBeLessThanOrEqual(36);
    expect(live()).toHaveLength(1);
  });
});

describe('what waits for nobody', () => {
  it.each(['apply', 'preview'])('calls nobody in mode %s', async (mode) => {
    bench.setRules(rulesReaching(REDSHIFT, mode));
    await bench.pass(MINUTE);
    await bench.drain();
    expect(await hoursOfCalls(48, 4)).toEqual([]);
  });
});
