import { describe, expect, it, jest } from '@jest/globals';
import {
  ACCESS_GONE,
  GONE,
  NOTHING_LEFT,
  nothingDone,
  SLACK_SLOW,
} from '../../../shared/slack/answers.ts';
import { detailsMessage } from '../../../shared/slack/details-message.ts';
import { diffMessage } from '../../../shared/slack/diff-message.ts';
import type { Verb } from '../../../shared/slack/press.ts';
import { SlackRefusedError } from '../../../shared/slack/slack.ts';
import { nameOf } from '../../../shared/stories/answer-slack/press.ts';
import { staleBecause } from '../../../shared/stories/answer-slack/stale.ts';
import { viewOf } from '../../../shared/stories/notify/view-of.ts';
import { ago, problem } from '../findings.ts';
import { LAKE, ruleFor, rulesOf, rulesReaching } from '../rules.ts';
import { BOTH, ID, openStation, told } from './presses.ts';

const HELD = 'Held: nothing is given and nothing is taken until it is released.';
const ELSEWHERE = { deploymentId: `c${'9'.repeat(24)}`, accessId: 'a1', revision: 'r1' };

const not = (why: typeof GONE) => ({ message: nothingDone(why), refused: why.code });
const code = async (answered: Promise<{ readonly refused?: string }>) => (await answered).refused;

/** The lake is in place, and no rule gives it any more. */
async function openEnding() {
  const station = await openStation(rulesReaching(LAKE));
  const { identity, specification } = await station.wantOf('lake');
  await station.row('lake', { state: 'granted', placed: [{ identity, specification }] });
  station.setRules(rulesOf(BOTH, [ruleFor('*', 'redshift')]));
  await station.decide({ createdBy: 'Jane@acme.example' });
  return station;
}

describe('a press that does something', () => {
  it('is carried out for whoever may, in their name', async () => {
    const { press, shown, decided } = await openStation();
    expect(await press('U0ANN', 'hold', await shown('lake'))).toStrictEqual(told(HELD));
    expect(await decided()).toEqual(['lake held U0ANN (ann)']);
  });

  it('is for all of a Deployment to which it applies', async () => {
    const { press, shown, row, decided } = await openStation();
    await row('lake', { state: 'waiting', reason: problem('held') });
    expect(await press('U0ANN', 'hold', await shown())).toStrictEqual(told(HELD));
    expect(await decided()).toEqual(['redshift held U0ANN (ann)']);
  });

  it('asks Slack who it is while the record is read', async () => {
    const { press, shown, people, record } = await openStation();
    const order: string[] = [];
    const on = await shown('lake');
    jest.spyOn(people, 'person').mockImplementation(async (id) => {
      order.push(`Slack ${id}`);
      return { bot: false, deactivated: false };
    });
    const { get } = record.deployments;
    const slow: typeof get = async (ids) => {
      order.push('record');
      return get(ids);
    };
    const deployments = { ...record.deployments, get: slow };
    await press('U0BOB', 'hold', on, { record: { ...record, deployments } });
    expect(order).toEqual(['Slack U0BOB', 'record']);
  });

  it.each([
    ['no more than it needs where the button is for one', 'hold', 'lake', 1],
    ['what is offered where it is for all', 'hold', undefined, 2],
    ['what is offered where it is of a connection', 'connect', 'lake', 2],
  ] as const)('reads %s', async (_it, verb, target, reads) => {
    const { press, shown, record } = await openStation();
    const get = jest.spyOn(record.handovers, 'get');
    const on = await shown(target);
    get.mockClear();
    await press('U0ANN', verb, on);
    expect(get).toHaveBeenCalledTimes(reads);
  });
});

describe('a press that does nothing', () => {
  it('is for a Deployment that is gone, whoever it is', async () => {
    const { press, people } = await openStation();
    people.fail('person', new SlackRefusedError('user_not_found', '', ''));
    expect(await press('U0ANN', 'hold', ELSEWHERE)).toStrictEqual(not(GONE));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('is for an access that is gone', async () => {
    const { press, shown, decided } = await openStation();
    const other = { ...(await shown('lake')), accessId: 'another' };
    expect(await press('U0ANN', 'hold', other)).toStrictEqual(not(ACCESS_GONE));
    expect(await decided()).toEqual([]);
  });

  it.each(['lake', undefined])('is for what has changed since (%s)', async (target) => {
    const { press, shown, row, sight, decided } = await openStation();
    const on = await shown(target);
    await row('lake', { state: 'granted' });
    const why = staleBecause(await sight(), on.accessId);
    expect(await press('U0ANN', 'hold', on)).toStrictEqual(not(why));
    expect(await decided()).toEqual([]);
  });

  it.each(['lake', undefined])('is for what is not offered any more (%s)', async (target) => {
    const { press, shown } = await openStation();
    const answered = await press('U0ANN', 'replace', await shown(target));
    expect(answered).toStrictEqual(not(NOTHING_LEFT));
  });

  it('is for what only the command line approves', async () => {
    const { press, shown, decided } = await openStation(
      rulesReaching(BOTH, 'apply, approval: cli'),
    );
    const on = await shown('lake');
    const { message, refused } = await press('U0ANN', 'approve', on);
    expect(refused).toBe('press-cli-only');
    expect(message.text).toContain(`\`deployment-authorizer approve ${on.accessId}\``);
    expect(await decided()).toEqual([]);
  });

  it.each(['person', 'members'] as const)(
    'is by somebody of whom Slack tells too late (%s)',
    async (call) => {
      const { press, shown, people, decided } = await openStation();
      people.fail(call, 'no answer');
      const limits = { lookUps: 20, whisper: 1_000, answer: 5_000 };
      const begun = performance.now();
      expect(await press('U0ANN', 'hold', await shown(), { limits })).toStrictEqual(
        not(SLACK_SLOW),
      );
      expect(performance.now() - begun).toBeLessThan(900);
      expect(await decided()).toEqual([]);
    },
  );
});

describe('the press', () => {
  it.each<[string, Verb, string | undefined]>([
    ['U0BOB', 'hold', 'press-not-entitled'],
    ['U0BOB', 'retry', 'press-not-entitled'],
    ['U0PARTNER', 'retry', 'press-not-entitled'],
    ['U0ROBOT', 'hold', 'press-no-person'],
    ['U0NOMAIL', 'approve', 'press-email-unknown'],
    ['U0JANE', 'approve', 'press-creator'],
    ['U0JANE', 'hold', undefined],
    ['U0JANE', 'release', undefined],
    ['U0SAM', 'approve', undefined],
  ])('of %s to %s is refused as %s', async (userId, verb, refused) => {
    const { press, shown, decided } = await openStation();
    expect(await code(press(userId, verb, await shown('lake')))).toBe(refused);
    expect(await decided()).toHaveLength(refused === undefined ? 1 : 0);
  });

  it.each<[string, Verb, string | undefined]>([
    ['U0JANE', 'release', 'press-creator'],
    ['U0JANE', 'hold', 'press-creator'],
    ['U0JANE', 'undo', 'press-creator'],
    ['U0JANE', 'deny', undefined],
    ['U0ANN', 'release', undefined],
  ])('on what ends, of %s to %s, is refused as %s', async (userId, verb, refused) => {
    const { press, shown } = await openEnding();
    expect(await code(press(userId, verb, await shown('lake')))).toBe(refused);
  });

  it('of an approver is taken where nobody is known to have created it', async () => {
    const { press, shown, decide } = await openStation();
    await decide();
    expect(await code(press('U0JANE', 'approve', await shown('lake')))).toBeUndefined();
  });
});

describe('a press on all of a Deployment', () => {
  const rule = (reach: string, approvers: string) =>
    ruleFor('*', reach, `apply, approvers: [${approvers}]`);
  const rules = rulesOf(BOTH, [rule('redshift', 'S0PLATFORM'), rule('lake', 'S0ANALYSTS')]);

  it('is for those on which this person may decide, and names who may on the others', async () => {
    const { press, shown, decided } = await openStation(rules);
    expect(await press('U0BOB', 'hold', await shown())).toStrictEqual(
      told(
        `${HELD}\nNot for the others: You are not among those who may do this. Ask <!subteam^S0PLATFORM>.`,
      ),
    );
    expect(await decided()).toEqual(['lake held U0BOB (bob)']);
  });

  it('does nothing for whoever may on none, and names who may on the first', async () => {
    const { press, shown, decided } = await openStation(rules);
    const { message, refused } = await press('U0PARTNER', 'hold', await shown());
    expect(refused).toBe('press-not-entitled');
    expect(message.text).toBe(
      'Nothing was done. You are not among those who may do this. Ask <!subteam^S0PLATFORM>.',
    );
    expect(await decided()).toEqual([]);
  });
});

describe('a press that shows something', () => {
  async function open() {
    const station = await openStation();
    const { accessId } = await station.wantOf('lake');
    await station.row('lake', {
      proposal: { at: ago(0), diff: '+ more' },
      reason: problem('other'),
    });
    const event = 'access.waiting';
    await station.record.history.append({ deploymentId: ID, accessId, at: ago(0), event, by: 'x' });
    const view = await viewOf(ID, station.tools);
    if (view === undefined) throw new TypeError('there is nothing to show');
    const whole = { deploymentId: ID, revision: 'older' };
    return { ...station, view, whole, one: { ...whole, accessId } };
  }

  it.each(['U0BOB', 'U0ROBOT'])('has all details and what happened, for %s', async (userId) => {
    const { press, view, whole, record, people } = await open();
    people.fail('person', 'no answer');
    const history = await record.history.of(ID);
    expect(await press(userId, 'details', whole)).toStrictEqual({
      message: detailsMessage(view, history),
    });
    expect(JSON.stringify(detailsMessage(view, history))).toContain('*lake* waits');
  });

  it('has what would change of one access, and reads no history for it', async () => {
    const { press, view, one, record } = await open();
    const history = jest.spyOn(record.history, 'of');
    expect(await press('U0BOB', 'diff', one)).toStrictEqual({
      message: diffMessage(view, one.accessId),
    });
    expect(history).not.toHaveBeenCalled();
  });

  it.each(['diff', 'details'] as const)('has nothing of what is gone (%s)', async (verb) => {
    const { press, whole } = await open();
    const gone = not(GONE);
    expect(await press('U0ANN', verb, ELSEWHERE)).toStrictEqual(gone);
    expect((await press('U0ANN', 'diff', whole)).message.text).toBe(
      'Deployment etl-prod has no such access any more.',
    );
  });
});

describe('nameOf', () => {
  it.each([
    ['jane', 'U0JANE (jane)'],
    ['', 'U0JANE'],
  ])('is the id, and the name where there is one: %j', (name, said) => {
    expect(nameOf({ id: 'U0JANE', name })).toBe(said);
  });
});
