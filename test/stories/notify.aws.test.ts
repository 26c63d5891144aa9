import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VersionConflictError } from '../../shared/record/errors.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import {
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../shared/slack/slack.ts';
import { notify } from '../../shared/stories/notify.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

const heads = () => bench.slack.messages.filter(({ threadTs }) => threadTs === undefined);

/** Sweeps and delivers for so many minutes. */
async function minutes(count: number) {
  for (let minute = 0; minute < count; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

describe('notify', () => {
  it('shows one message however often it is asked, with the forms in its thread', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    for (let time = 0; time < 5; time += 1) await bench.deliver({ to: 'notify', key: id });
    expect(heads()).toHaveLength(1);
    const [head] = heads();
    const thread = bench.slack.messages.filter(({ threadTs }) => threadTs === head?.ts);
    expect(JSON.stringify(thread)).toContain('AIRFLOW_CONN_REDSHIFT');
  });

  it('edits what stands in the thread when the connection changes, and posts no second one', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    const thread = () => bench.slack.messages.filter(({ threadTs }) => threadTs !== undefined);
    const [before] = thread();
    const other = { redshift: REDSHIFT.redshift.replace('"}', '", externalId: acme}') };
    bench.setRules(rulesReaching(other));
    await bench.tools.queues.decide([id]);
    await bench.drain();
    expect(thread()).toMatchObject([{ ts: before?.ts }]);
    expect(JSON.stringify(thread())).toContain('acme');
  });

  it.each([
    ['is rate limited', () => new SlackRateLimitedError(30), 1],
    ['is down', () => new SlackUnavailableError('503'), 5],
    ['does not take it', () => new SlackRefusedError('not_in_channel', 'no', 'invite the app'), 62],
  ])('comes later when Slack %s, and hinders no grant', async (_what, error, after) => {
    bench.slack.failNext(error());
    const { identity } = await bench.create('etl');
    await bench.drain();
    expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(true);
    await minutes(after);
    expect(heads()).toHaveLength(1);
    expect(heads()[0]?.text).toContain('ready');
  });

  it('does not ask Slack again before the time that it said', async () => {
    bench.slack.failNext(new SlackRateLimitedError(150));
    const { id } = await bench.create('etl');
    await bench.drain();
    for (let time = 0; time < 3; time += 1) await bench.deliver({ to: 'notify', key: id });
    expect(heads()).toEqual([]);
    await minutes(4);
    expect(heads()).toHaveLength(1);
  });

  it('does not post a second one at once when the first may be there', async () => {
    bench.slack.failNext(new SlackUnavailableError('time-out', { ambiguous: true }), true);
    const { id } = await bench.create('etl');
    await bench.drain();
    await bench.deliver({ to: 'notify', key: id });
    expect(heads()).toHaveLength(1);
    await minutes(20);
    expect(heads()).toMatchObject([{ text: expect.stringContaining('ready') }]);
  });

  it('does not post a second one where the look for the first fails', async () => {
    bench.slack.failNext(new SlackUnavailableError('time-out', { ambiguous: true }), true);
    await bench.create('etl');
    await bench.drain();
    for (const error of [new SlackRateLimitedError(30), new SlackUnavailableError('503')]) {
      bench.slack.failNext(error);
      await minutes(2);
    }
    await minutes(10);
    expect(heads()).toMatchObject([{ text: expect.stringContaining('ready') }]);
  });

  it.each([99_999_999_999_999, Number.POSITIVE_INFINITY, -1])(
    'comes all the same where Slack wants %s seconds',
    async (seconds) => {
      bench.slack.failNext(new SlackRateLimitedError(seconds));
      await bench.create('etl');
      await bench.drain();
      await bench.pass(25 * HOUR);
      await bench.drain();
      expect(heads()).toHaveLength(1);
    },
  );

  it('posts another when somebody has deleted it', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    bench.slack.delete(heads()[0]?.ts ?? '');
    await operate({ action: 'deny', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    await minutes(2);
    expect(heads()).toHaveLength(1);
  });

  it('shows it all again when a person asks, whatever Slack has of it', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    for (const { ts } of bench.slack.messages) bench.slack.delete(ts);
    await operate({ action: 'refresh', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    expect(heads()).toMatchObject([{ text: expect.stringContaining('ready') }]);
    expect(bench.slack.messages).toHaveLength(2);
  });

  it('shows it all again when a person asks while Slack limits us', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    bench.slack.failNext(new SlackRateLimitedError(150));
    await operate({ action: 'hold', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    const [, form] = bench.slack.messages;
    bench.slack.delete(form?.ts ?? '');
    await operate({ action: 'refresh', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    await minutes(6);
    expect(bench.slack.messages).toHaveLength(2);
  });

  it('leaves the newest when edits overtake each other', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    const deliveries = [1, 2, 3].map(() => bench.deliver({ to: 'notify', key: id }));
    await Promise.all(deliveries);
    expect(heads()).toHaveLength(1);
    expect(heads()[0]?.text).toContain('ready');
  });

  it.each(['messages', 'handovers'] as const)(
    'stops one, busy with %s, who would edit what somebody with newer news has edited meanwhile',
    async (busy) => {
      const { id } = await bench.create('etl');
      await bench.drain();
      const { record } = bench;
      /** What a person decides becomes so; nobody is told. */
      const decide = async (action: string) => {
        await operate(parseOrder({ action, deploymentId: id }), bench.tools);
        for (const message of bench.queue.splice(0)) {
          if (message.to === 'target') await bench.deliver(message);
        }
      };
      await decide('hold');
      const overtaken = Promise.withResolvers<void>();
      const { get }: { get(id: string): Promise<unknown> } = record[busy];
      const slowly = async (deploymentId: string) => {
        const found = await get(deploymentId);
        await overtaken.promise;
        return found;
      };
      const slow = {
        ...bench.tools,
        record: { ...record, [busy]: { ...record[busy], get: slowly } },
      };
      const late = notify(id, slow);
      await decide('deny');
      await bench.deliver({ to: 'notify', key: id });
      const newest = heads()[0]?.text;
      overtaken.resolve();
      await expect(late).rejects.toThrow(VersionConflictError);
      expect(heads()[0]?.text).toBe(newest);
      expect(newest).toContain('taken back');
    },
  );

  it('puts right what was overtaken by what had been shown before', async () => {
    const { id } = await bench.create('etl', { visible: false });
    await bench.drain();
    const before = heads();
    const { record } = bench;
    const [looked, overtaken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const get: typeof record.pause.get = async () => {
      const found = await record.pause.get();
      looked.resolve();
      await overtaken.promise;
      return found;
    };
    await operate({ action: 'pause', by: 'jane@acme.example' }, bench.tools);
    const late = notify(id, {
      ...bench.tools,
      record: { ...record, pause: { ...record.pause, get } },
    });
    await looked.promise;
    await operate({ action: 'resume', by: 'jane@acme.example' }, bench.tools);
    bench.queue.length = 0;
    await bench.deliver({ to: 'notify', key: id });
    expect(heads()).toEqual(before);
    overtaken.resolve();
    await late;
    expect(heads()).not.toMatchObject([{ blocks: before[0]?.blocks }]);
    expect((await record.tellings.get(id))?.due).toBeDefined();
    await bench.deliver({ to: 'notify', key: id });
    expect(heads()).toMatchObject([{ blocks: before[0]?.blocks }]);
  });

  it('has it told again where another worker is at it, who may have begun before', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    const found = await bench.record.messages.get(id);
    const claimedAt = bench.tools.clock.now().toISOString();
    const item = { deploymentId: id, ...found?.item, claimedAt };
    await bench.record.messages.write(id, found?.version ?? 0, item);
    await bench.deliver({ to: 'notify', key: id });
    expect((await bench.record.tellings.get(id))?.due).toBeDefined();
  });

  it('does not let two workers post the same message', async () => {
    const { id } = await bench.create('etl');
    await bench.deliver({ to: 'decide', key: id });
    bench.queue.length = 0;
    await Promise.allSettled([1, 2, 3, 4].map(() => bench.deliver({ to: 'notify', key: id })));
    expect(heads()).toHaveLength(1);
    await bench.pass(HOUR);
    await bench.drain();
    expect(heads()).toHaveLength(1);
  });

  it('says nothing of what no rule matches, where the rules want silence', async () => {
    const silent = rulesReaching(REDSHIFT)
      .replace('mode: apply\nastronomer', 'mode: apply\nunmatched: silent\nastronomer')
      .replace('when: {workspaceId:', 'when: {deployment: "other-*", workspaceId:');
    bench.setRules(silent);
    await bench.create('etl');
    await bench.drain();
    expect(heads()).toEqual([]);
  });
});
