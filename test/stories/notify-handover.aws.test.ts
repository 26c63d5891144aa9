import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { digest } from '../../shared/runtime/json.ts';
import { SlackUnavailableError } from '../../shared/slack/slack.ts';
import { viewOf } from '../../shared/stories/notify/view-of.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const AUTO = {
  redshift: REDSHIFT.redshift.replace('{id: redshift}', '{id: redshift, create: auto}'),
};

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(AUTO));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

/** Delivers everything, and answers the ids that were sent to hand-over meanwhile. */
async function handedOver(): Promise<readonly string[]> {
  const sent: string[] = [];
  for (let message = bench.queue.shift(); message; message = bench.queue.shift()) {
    if (message.to === 'handover') sent.push(message.key);
    else await bench.deliver(message);
  }
  return sent;
}

describe('notify', () => {
  it('sends a Deployment to hand-over when a connection is to be made unasked', async () => {
    const { id } = await bench.create('etl');
    expect(await handedOver()).toContain(id);
  });

  it('does so also while Slack is out of order', async () => {
    bench.slack.failNext(new SlackUnavailableError('503'));
    const { id } = await bench.create('etl');
    expect(await handedOver()).toContain(id);
  });

  it('does so also while the token for Slack cannot be read', async () => {
    const { id } = await bench.create('etl');
    for (const to of ['decide', 'target'] as const) {
      for (const message of bench.queue.splice(0).filter((one) => one.to === to)) {
        await bench.deliver(message);
      }
    }
    bench.queue.length = 0;
    bench.slack.failNext(new Error('the secret cannot be read'));
    await expect(bench.deliver({ to: 'notify', key: id })).rejects.toThrow('the secret');
    expect(await handedOver()).toEqual([id]);
  });

  it('waits to be asked where the rules say so', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    await bench.create('etl');
    expect(await handedOver()).toEqual([]);
  });

  it.each(['created', 'taken', 'refused'] as const)(
    'sends nothing when the connection is %s',
    async (state) => {
      const { id } = await bench.create('etl');
      await handedOver();
      const [access] = (await viewOf(id, bench.tools))?.accesses ?? [];
      const connections = [
        {
          ...{ accessId: access?.accessId ?? '', connectionId: 'redshift', state },
          ...({ via: 'environment-manager', at: '2026-01-01T00:00:00.000Z' } as const),
          connection: digest(access?.connection),
        },
      ];
      await bench.record.handovers.write(0, { deploymentId: id, connections });
      await bench.deliver({ to: 'notify', key: id });
      expect(await handedOver()).toEqual([]);
    },
  );
});
