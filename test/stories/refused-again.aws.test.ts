import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR } from '../../shared/runtime/clock.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.setQuota({ trustPolicySize: 100 });
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

/** When the message says that it is tried next. */
function nextTry(deploymentId: string): number {
  const head = bench.slack.messages.find((one) => one.deploymentId === deploymentId);
  const [, seconds] = /Next try <!date\^(\d+)/.exec(JSON.stringify(head?.blocks)) ?? [];
  return Number(seconds) * 1_000;
}

describe('what is refused', () => {
  it('is said to be tried at another time once it was refused again', async () => {
    const { id } = await bench.create('etl');
    await bench.drain();
    expect(await bench.accesses(id)).toMatchObject([{ state: 'refused' }]);
    // On the fourth day nobody is called about it, which would bring the message up to date.
    for (const wait of [1, 24, 1, 24, 1, 24, 1, 24, 1]) {
      expect(nextTry(id)).toBeGreaterThan(bench.tools.clock.now().getTime());
      await bench.pass(wait * HOUR);
      await bench.drain();
    }
    const told = (await bench.record.history.of(id)).filter(({ event }) => /refused/.test(event));
    expect(told).toHaveLength(1);
  });
});
