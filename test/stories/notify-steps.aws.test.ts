import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { notify } from '../../shared/stories/notify.ts';
import { operate } from '../../shared/stories/operate.ts';
import { dyingAt, type When } from './mortal.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Each step of a worker kills one, and each of them leaves a Deployment to be settled.
jest.setTimeout(60_000);

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

/** Whether the worker died; one with fewer steps has done its work. */
async function dies(id: string, nth: number, when: When): Promise<boolean> {
  const { record, slack, queues } = bench.tools;
  const { port, death } = dyingAt(nth, when, { record, slack, queues });
  const done = notify(id, { ...bench.tools, ...port }).then(() => false);
  return Promise.race([done, death.then(() => true)]);
}

async function settle() {
  for (let time = 0; time < 3; time += 1) {
    await bench.pass(3 * MINUTE);
    await bench.drain();
  }
}

/** All there is of one Deployment in Slack, in the order of its posts. */
const shownOf = (id: string) =>
  bench.slack.messages
    .filter(({ deploymentId }) => deploymentId === id)
    .map(({ threadTs, part, text }) => ({ threadTs, part: part?.split('/')[0], text }));

/** Everything but the telling itself has happened. */
async function untold(id: string) {
  for (const message of bench.queue.splice(0)) {
    if (message.to !== 'notify') await bench.deliver(message);
  }
  bench.queue.length = 0;
  return id;
}

async function created(): Promise<string> {
  const { id } = await bench.create('etl');
  await bench.deliver({ to: 'decide', key: id });
  return untold(id);
}

async function denied(): Promise<string> {
  const { id } = await bench.create('etl');
  await bench.drain();
  await operate({ action: 'deny', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
  return untold(id);
}

async function calledFor(): Promise<string> {
  bench.setRules(rulesReaching(REDSHIFT, 'approve'));
  const { id } = await bench.create('etl');
  await bench.drain();
  await bench.pass(5 * HOUR);
  return untold(id);
}

describe.each<[string, () => Promise<string>, readonly string[]]>([
  ['shows a Deployment for the first time', created, ['head ready', 'form']],
  ['tells of what a person decided', denied, ['head access taken back', 'form']],
  ['calls a person', calledFor, ['head approval needed', 'call']],
])('a worker that %s', (_what, prepare, expected) => {
  it.each<When>(['before', 'after'])('leaves it right, having died %s any step', async (when) => {
    let nth = 0;
    for (let died = true; died; ) {
      nth += 1;
      const id = await prepare();
      died = await dies(id, nth, when);
      await settle();
      const shown = shownOf(id).map(({ part, text }) =>
        part === undefined ? `head ${/: (?:\d of \d )?([^.]+)/.exec(text)?.[1]}` : part,
      );
      expect([nth, ...shown]).toEqual([nth, ...expected]);
      const { item } = (await bench.record.messages.get(id)) ?? {};
      expect(item).not.toHaveProperty('posting');
      expect(item).not.toHaveProperty('claimedAt');
    }
    expect(nth).toBeGreaterThan(10);
  });
});
