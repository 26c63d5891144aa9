import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { answerSlack } from '../../shared/stories/answer-slack.ts';
import { dyingAt, type When } from './mortal.ts';
import { type Desk, openDesk } from './press-desk.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Each step of a press kills its worker, and each of them leaves a Deployment to be settled.
jest.setTimeout(60_000);

let bench: Workbench;
let desk: Desk;
/** Slack is answered also by those that died: in two seconds. */
const answers: Promise<unknown>[] = [];
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT, 'approve'));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  desk = openDesk(bench);
});
afterEach(async () => {
  await Promise.all(answers.splice(0));
  await bench.close();
});

/** Whether the worker died; one with fewer steps has done its work. */
async function dies(request: ReturnType<Desk['request']>, nth: number, when: When) {
  const { record, slack, queues } = desk.tools;
  const { port, death } = dyingAt(nth, when, { record, slack, queues });
  const done = answerSlack(request, { ...desk.tools, ...port }).then(() => false);
  answers.push(done);
  const died = await Promise.race([done, death.then(() => true)]);
  // With the worker everything is lost that it has sent.
  bench.queue.length = 0;
  return died;
}

async function standing(id: string, identity: string) {
  await bench.sweeps(2, 3 * MINUTE);
  const heads = bench.slack.messages.filter(
    ({ deploymentId, threadTs }) => deploymentId === id && threadTs === undefined,
  );
  const [{ accessId = '' } = {}] = await bench.accesses(id);
  const decision = await bench.record.decisions.find(accessId);
  return {
    verdict: decision?.item.verdict,
    given: bench.aws.iam.canAssume(SHARED_ROLE, identity),
    shown: heads.map(({ text }) => /: (?:\d of \d )?([^.]+)/.exec(text)?.[1]),
  };
}

const WAITS = { verdict: undefined, given: false, shown: ['approval needed'] };
const GIVEN = { verdict: 'approved', given: true, shown: ['ready'] };
const TAKEN = { verdict: 'denied', given: false, shown: ['access taken back'] };

describe.each([
  ['approve', WAITS, GIVEN],
  ['revoke', GIVEN, TAKEN],
] as const)('a press of %s', (verb, before, after) => {
  const press = async (id: string, by: string) =>
    desk.request(by, verb, await desk.shown(id, 'redshift'));

  it.each<When>(['before', 'after'])(
    'is carried out as a whole or not at all, its worker having died %s any step',
    async (when) => {
      const outcomes: object[] = [];
      for (let nth = 1, died = true; died; nth += 1) {
        const { id, identity } = await bench.create('etl');
        await bench.drain();
        if (before === GIVEN) {
          await desk.press('U0ANN', 'approve', await desk.shown(id, 'redshift'));
        }
        expect(await standing(id, identity)).toEqual(before);
        died = await dies(await press(id, 'U0ANN'), nth, when);
        const outcome = await standing(id, identity);
        expect([before, after]).toContainEqual(outcome);
        outcomes.push(outcome);
        // What did not come through is simply pressed again.
        if (outcome.verdict !== after.verdict) {
          await answerSlack(await press(id, 'U0SAM'), desk.tools);
        }
        expect(await standing(id, identity)).toEqual(after);
      }
      expect(outcomes).toContainEqual(before);
      expect(outcomes.slice(-2)).toEqual([after, after]);
    },
  );
});
