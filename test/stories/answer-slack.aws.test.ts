import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HandedOver } from '../../shared/record/handovers.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { digest } from '../../shared/runtime/json.ts';
import type { Verb } from '../../shared/slack/press.ts';
import { SlackRateLimitedError, SlackRefusedError } from '../../shared/slack/slack.ts';
import { answerSlack } from '../../shared/stories/answer-slack.ts';
import { viewOf } from '../../shared/stories/notify/view-of.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { labelsOf } from '../slack/buttons.ts';
import { type Desk, openDesk } from './press-desk.ts';
import { LAKE, REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
let desk: Desk;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT, 'approve'));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
  desk = openDesk(bench);
});
afterEach(() => bench.close());

const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);

async function created(rules?: string) {
  if (rules !== undefined) bench.setRules(rules);
  const one = await bench.create('etl');
  await bench.drain();
  return { ...one, shown: await desk.shown(one.id, 'redshift') };
}

async function order(payload: object) {
  const answer = await operate(parseOrder(payload), bench.tools);
  await bench.drain();
  return answer;
}

/** What hand-over writes down. */
async function handed(deploymentId: string, accessId: string, state: HandedOver['state']) {
  const at = bench.tools.clock.now().toISOString();
  const view = await viewOf(deploymentId, bench.tools);
  const wanted = view?.accesses.find((one) => one.accessId === accessId)?.connection;
  const connection = {
    connectionId: 'redshift',
    via: 'environment-manager',
    connection: digest(wanted),
  } as const;
  const ask = (await bench.record.connectionAsks.get([accessId])).get(accessId);
  const answers = ask && { answers: ask.at };
  await bench.record.handovers.write(0, {
    deploymentId,
    connections: [{ ...connection, ...answers, accessId, state, at }],
  });
}

const states = async (id: string) => (await bench.accesses(id)).map(({ state }) => state);
const missing = (scope: string) => new SlackRefusedError('missing_scope', scope, '');

describe('a press', () => {
  it('approves, is told, written down with who it was, and shown', async () => {
    const { id, identity, shown } = await created();
    expect(canAssume(identity)).toBe(false);
    expect(await desk.press('U0ANN', 'approve', shown)).toContain('Approved: it is being granted.');
    expect(canAssume(identity)).toBe(true);
    expect(await desk.trail(id)).toEqual(['decision.approved U0ANN (ann)']);
    expect(JSON.stringify(bench.slack.messages)).toContain('1 of 1 ready');
    expect(desk.log.map((line) => JSON.parse(line))).toEqual([
      {
        severity: 'INFO',
        event: 'press.answered',
        verb: 'approve',
        deploymentId: id,
        accessId: shown.accessId,
        by: 'U0ANN (ann)',
      },
    ]);
  });

  it.each<readonly [Verb, string, string]>([
    ['deny', 'Denied', 'decision.denied'],
    ['revoke', 'being taken back', 'decision.denied'],
    ['hold', 'Held', 'decision.held'],
  ])('of %s by an approver is carried out', async (verb, said, event) => {
    const { id, shown, identity } = await created();
    await desk.press('U0ANN', 'approve', shown);
    expect(await desk.press('U0SAM', verb, await desk.shown(id, 'redshift'))).toContain(said);
    expect(canAssume(identity)).toBe(verb === 'hold');
    expect((await desk.trail(id)).at(-1)).toBe(`${event} U0SAM (sam)`);
  });

  it('takes back at once what the breaker holds on to of a Deployment that is gone', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    const made = await bench.createMany(4);
    for (const { id } of made) bench.astro.remove(id);
    await bench.sweeps(8);
    const [first, second] = made;
    const message = () =>
      bench.slack.messages.find(({ text }) => text.includes('Deployment etl-0 '));
    expect(message()?.text).toContain('stays until somebody confirms that so much is meant to end');
    const shown = await desk.shown(first?.id ?? '', 'redshift');
    expect(await desk.press('U0ANN', 'revoke', shown)).toContain('being taken back');
    expect(canAssume(first?.identity ?? '')).toBe(false);
    expect(canAssume(second?.identity ?? '')).toBe(true);
    expect(message()?.text).toContain('gone from Astro');
    expect(await desk.press('U0ANN', 'revoke', shown)).toContain('nothing left to decide');
  });

  it('releases what was held', async () => {
    const { id, shown, identity } = await created(rulesReaching(REDSHIFT));
    await desk.press('U0ANN', 'revoke', shown);
    expect(canAssume(identity)).toBe(false);
    await desk.press('U0ANN', 'release', await desk.shown(id, 'redshift'));
    expect(canAssume(identity)).toBe(true);
  });

  it.each([
    ['never given', [], 'denied'],
    ['taken back', ['approve'], 'access taken back'],
  ] as const)(
    'approves what was denied and %s, but not of its creator',
    async (_it, before, state) => {
      const { id, shown, identity } = await created();
      for (const verb of before) await desk.press('U0ANN', verb, shown);
      await desk.press('U0ANN', 'deny', await desk.shown(id, 'redshift'));
      expect(canAssume(identity)).toBe(false);
      const [message] = bench.slack.messages;
      expect(JSON.stringify(message?.blocks)).toContain(`⚪ etl: ${state}`);
      expect(message && labelsOf(message)).toEqual([['Approve…'], ['Details']]);
      const denied = await desk.shown(id, 'redshift');
      expect(await desk.press('U0JANE', 'approve', denied)).toContain('You have created');
      expect(canAssume(identity)).toBe(false);
      await desk.press('U0SAM', 'approve', denied);
      expect(canAssume(identity)).toBe(true);
    },
  );

  it('approves what nobody approved in time, and asks for it again by a retry', async () => {
    const { id, identity } = await created();
    await bench.pass(8 * 24 * 60 * MINUTE);
    await bench.drain();
    const lapsed = await desk.shown(id, 'redshift');
    await desk.press('U0JANE', 'retry', lapsed);
    expect(await bench.accesses(id)).toMatchObject([{ reason: { code: 'approval' } }]);
    await bench.pass(8 * 24 * 60 * MINUTE);
    await bench.drain();
    expect(canAssume(identity)).toBe(false);
    await desk.press('U0SAM', 'approve', await desk.shown(id, 'redshift'));
    expect(canAssume(identity)).toBe(true);
  });

  it('tries again what was refused, for whoever created it', async () => {
    bench.setRules(rulesReaching(REDSHIFT));
    bench.aws.faults.inject({
      operation: 'iam:UpdateAssumeRolePolicy',
      status: 403,
      code: 'AccessDenied',
      message: 'not authorized',
    });
    const { id, shown, identity } = await created();
    expect(await states(id)).toEqual(['refused']);
    expect(await desk.press('U0JANE', 'retry', shown)).toContain('tried again');
    expect(canAssume(identity)).toBe(true);
  });

  it('keeps what no rule gives any more', async () => {
    const { id, shown, identity } = await created(rulesReaching(REDSHIFT));
    bench.setRules(rulesReaching(LAKE));
    await order({ action: 'refresh', deploymentId: id });
    const ending = await desk.shown(id, 'redshift');
    expect(ending.revision).not.toBe(shown.revision);
    expect(await desk.press('U0JANE', 'undo', ending)).toContain('You have created');
    for (const verb of ['release', 'hold'] as const) {
      expect(await desk.press('U0JANE', verb, ending)).toContain('You have created');
    }
    expect(await desk.press('U0ANN', 'undo', ending)).toContain('Kept');
    await bench.pass(25 * HOUR);
    await bench.drain();
    expect(canAssume(identity)).toBe(true);
  });

  it('asks for the connection once, however often it is pressed', async () => {
    const { id, shown } = await created(rulesReaching(REDSHIFT));
    const request = desk.request('U0JANE', 'connect', shown);
    await answerSlack(request, desk.tools);
    expect(bench.queue).toContainEqual({ to: 'handover', key: id });
    bench.queue.splice(0);
    expect(desk.whispered().join()).toContain('is made as soon as');
    await answerSlack(request, desk.tools);
    expect(desk.whispered().join()).toContain('asked for already');
    bench.aws.clock.advance(MINUTE);
    expect(await desk.press('U0ANN', 'connect', shown)).toContain('asked for already');
    expect(await desk.trail(id)).toEqual([
      'connection.asked U0JANE (jane)',
      'press.connect U0JANE (jane) press-asked',
      'press.connect U0ANN (ann) press-asked',
    ]);
    const asks = await bench.record.connectionAsks.get([shown.accessId ?? '']);
    expect([...asks.values()]).toMatchObject([{ by: 'U0JANE (jane)', replace: false }]);
  });

  it('asks for the connection once where two press at the same moment', async () => {
    const { id, shown } = await created(rulesReaching(REDSHIFT));
    const other = openDesk(bench);
    await Promise.all([
      answerSlack(desk.request('U0JANE', 'connect', shown), desk.tools),
      answerSlack(other.request('U0ANN', 'connect', shown), other.tools),
    ]);
    const told = [...desk.whispered(), ...other.whispered()].toSorted();
    expect(told).toEqual([
      expect.stringMatching(/^Nothing was done\. .*it was asked for in the meantime/),
      expect.stringContaining('is made as soon as'),
    ]);
    const trail = (await desk.trail(id)).map((line) => line.replace(/U0.*\)/, 'somebody'));
    expect(trail.toSorted()).toEqual([
      'connection.asked somebody',
      'press.connect somebody press-overtaken',
    ]);
  });

  it('asks for the connection again after it was refused, but not by the press before', async () => {
    const { id, shown } = await created(rulesReaching(REDSHIFT));
    const request = desk.request('U0JANE', 'connect', shown);
    await answerSlack(request, desk.tools);
    bench.aws.clock.advance(MINUTE);
    await handed(id, shown.accessId ?? '', 'refused');
    bench.aws.clock.advance(MINUTE);
    await answerSlack(request, desk.tools);
    expect(desk.whispered().join()).toContain('asked for already');
    expect(await desk.press('U0ANN', 'connect', shown)).toContain('is made as soon as');
    const asks = (await desk.trail(id)).filter((line) => line.startsWith('connection'));
    expect(asks).toEqual(['connection.asked U0JANE (jane)', 'connection.asked U0ANN (ann)']);
  });

  it('replaces a connection only where one of the same id was found', async () => {
    const { id, shown } = await created(rulesReaching(REDSHIFT));
    expect(await desk.press('U0ANN', 'replace', shown)).toContain('nothing here any more');
    await handed(id, shown.accessId ?? '', 'taken');
    expect(await desk.press('U0ANN', 'replace', shown)).toContain('gives way');
    const asks = await bench.record.connectionAsks.get([shown.accessId ?? '']);
    expect([...asks.values()]).toMatchObject([{ by: 'U0ANN (ann)', replace: true }]);
  });

  it('shows details and what would change to whoever pressed, whatever they may', async () => {
    const { id, shown } = await created();
    expect(await desk.press('U0BOB', 'details', await desk.shown(id))).toContain('etl');
    expect(await desk.press('U0ROBOT', 'diff', { ...shown, revision: 'older' })).not.toBe('');
    expect(await desk.trail(id)).toEqual([
      'press.details U0BOB (bob)',
      'press.diff U0ROBOT (robot)',
    ]);
    expect(bench.slack.messages.every(({ threadTs }) => threadTs === undefined)).toBe(true);
  });

  it('on all of a Deployment acts on those to which it applies', async () => {
    const { id } = await created(rulesReaching({ ...REDSHIFT, ...LAKE }));
    await desk.press('U0ANN', 'hold', await desk.shown(id, 'lake'));
    await desk.press('U0ANN', 'revoke', await desk.shown(id));
    const accesses = await bench.accesses(id);
    expect(accesses.map(({ state }) => state).toSorted()).toEqual(['revoked', 'revoked']);
    expect(await desk.press('U0ANN', 'revoke', await desk.shown(id))).toContain(
      'nothing here any more',
    );
  });

  it('on all of a Deployment acts on those that this person may decide on', async () => {
    const [head, rest] = rulesReaching({ ...REDSHIFT, ...LAKE }).split('rules:\n');
    const [all = ''] = (rest ?? '').split('\n');
    const of = (target: string, approver: string) =>
      all
        .replace('name: all', `name: ${target}, approvers: [${approver}]`)
        .replace(/reach: \[.*\]/, `reach: [${target}]`);
    const { id } = await created(
      `${head}rules:\n${of('redshift', 'S0PLATFORM')}\n${of('lake', 'S0ANALYSTS')}\n`,
    );
    const told = await desk.press('U0BOB', 'hold', await desk.shown(id));
    expect(told).toMatch(
      /^Held: .*\nNot for the others: You are not among.* Ask <!subteam\^S0PLATFORM>\.$/s,
    );
    const by = await bench.record.decisions.get((await bench.accesses(id)).map((a) => a.accessId));
    expect([...by.values()].map((one) => one.by)).toEqual(['U0BOB (bob)']);
  });
});

describe('a press that does nothing', () => {
  const unentitled: readonly (readonly [string, string, Verb, string])[] = [
    ['somebody who is no approver', 'U0BOB', 'approve', 'press-not-entitled'],
    ['somebody who is no approver', 'U0BOB', 'deny', 'press-not-entitled'],
    ['somebody who is no approver', 'U0BOB', 'hold', 'press-not-entitled'],
    ['somebody who is no approver', 'U0BOB', 'retry', 'press-not-entitled'],
    ['somebody who is no approver', 'U0BOB', 'connect', 'press-not-entitled'],
    [
      'somebody elsewhere with the address of who created it',
      'U0PARTNER',
      'connect',
      'press-not-entitled',
    ],
    ['whoever created it', 'U0JANE', 'approve', 'press-creator'],
    ['an approver without an address', 'U0NOMAIL', 'approve', 'press-email-unknown'],
    ['a bot among the approvers', 'U0ROBOT', 'approve', 'press-no-person'],
    ['an account that was deactivated', 'U0LEFT', 'approve', 'press-no-person'],
  ];

  it.each(unentitled)(
    'by %s (%s, %s) is answered and written down',
    async (_who, user, verb, code) => {
      const { id, identity, shown } = await created();
      if (verb === 'connect') {
        await desk.press('U0ANN', 'approve', shown);
      }
      const now = await desk.shown(id, 'redshift');
      const decided = await bench.record.decisions.find(shown.accessId ?? '');
      expect(await desk.press(user, verb, now)).toMatch(/^Nothing was done\. /);
      expect((await desk.trail(id)).at(-1)).toContain(code);
      expect(await bench.record.decisions.find(shown.accessId ?? '')).toEqual(decided);
      expect(canAssume(identity)).toBe(verb === 'connect');
    },
  );

  it('by the very person again finds it done', async () => {
    const { id, shown } = await created();
    await desk.press('U0ANN', 'approve', shown);
    expect(await desk.press('U0ANN', 'approve', shown)).toMatch(
      /It has changed since .*\*redshift\* is granted; <@U0ANN> approved it at/,
    );
    expect(await desk.trail(id)).toEqual([
      'decision.approved U0ANN (ann)',
      'press.approve U0ANN (ann) press-stale',
    ]);
  });

  it('when the same request is sent again, has no second effect', async () => {
    const { id, shown } = await created(rulesReaching(REDSHIFT));
    for (const verb of ['hold', 'retry', 'revoke', 'release'] as const) {
      const request = desk.request('U0ANN', verb, await desk.shown(id, 'redshift'));
      await answerSlack(request, desk.tools);
      await bench.drain();
      const before = await bench.record.decisions.find(shown.accessId ?? '');
      bench.aws.clock.advance(MINUTE);
      await answerSlack(request, desk.tools);
      expect(await bench.record.decisions.find(shown.accessId ?? '')).toEqual(before);
    }
    expect((await desk.trail(id)).filter((line) => line.includes('decision'))).toHaveLength(4);
  });

  it('of two at the same moment in two containers, one counts', async () => {
    const { id, shown } = await created();
    const other = openDesk(bench);
    await Promise.all([
      answerSlack(desk.request('U0ANN', 'approve', shown), desk.tools),
      answerSlack(other.request('U0SAM', 'deny', shown), other.tools),
    ]);
    await bench.drain();
    const told = [...desk.whispered(), ...other.whispered()].toSorted();
    expect(told).toHaveLength(2);
    expect(told.filter((text) => text.startsWith('Nothing was done.'))).toHaveLength(1);
    const decisions = (await desk.trail(id)).filter((line) => line.startsWith('decision'));
    expect(decisions).toHaveLength(1);
  });

  it('was made for what has changed since', async () => {
    const { id, shown } = await created();
    const other = { redshift: REDSHIFT.redshift.replace('}', ', externalId: acme-airflow}') };
    bench.setRules(rulesReaching(other, 'approve'));
    await order({ action: 'refresh', deploymentId: id });
    expect(await desk.press('U0ANN', 'approve', shown)).toContain('It has changed since');
    expect(await desk.trail(id)).toEqual(['press.approve U0ANN (ann) press-stale']);
    expect(await bench.record.decisions.find(shown.accessId ?? '')).toBeUndefined();
  });

  it('was made on a message that is older than the record believes: it is shown anew', async () => {
    const { id, shown } = await created();
    await desk.press('U0ANN', 'approve', shown);
    const [head] = bench.slack.messages;
    if (head === undefined) throw new Error('there is no message');
    await bench.slack.update(head.channel, head.ts, { text: 'As it was once.', blocks: [] });
    await desk.press('U0ANN', 'approve', shown);
    expect(bench.slack.messages[0]?.text).toBe(head.text);
    expect((await desk.trail(id)).at(-1)).toContain('press-stale');
  });

  it('comes when the access is gone', async () => {
    const { id, shown } = await created();
    bench.setRules(rulesReaching(LAKE));
    await order({ action: 'refresh', deploymentId: id });
    await bench.pass(25 * HOUR);
    await bench.drain();
    expect(await desk.press('U0ANN', 'approve', shown)).toContain('no access rule gives it');
    expect((await desk.trail(id)).at(-1)).toBe('press.approve U0ANN (ann) press-gone');
  });

  it('comes when the Deployment is gone, and its access with it', async () => {
    const { id, shown } = await created();
    bench.astro.remove(id);
    await bench.sweeps(8);
    expect(await desk.press('U0ANN', 'hold', shown)).toContain('The Deployment is gone');
    expect((await desk.trail(id)).at(-1)).toBe('press.hold U0ANN (ann) press-gone');
    expect(await bench.record.decisions.find(shown.accessId ?? '')).toBeUndefined();
  });

  it.each(['approve', 'details', 'retry'] as const)(
    'of %s is about a Deployment that nobody knows',
    async (verb) => {
      const deploymentId = `c${'9'.repeat(24)}`;
      const shown = { deploymentId, accessId: 'a1', revision: 'r1' };
      expect(await desk.press('U0ANN', verb, shown)).toContain('is gone');
      expect(await desk.trail(deploymentId)).toEqual([`press.${verb} U0ANN (ann) press-gone`]);
    },
  );

  it('is of a button of another version', async () => {
    const { id, shown } = await created();
    expect(await desk.press('U0ANN', 'extend', shown)).toContain('another version');
    expect(await desk.trail(id)).toEqual(['press.unknown U0ANN (ann) press-unknown']);
  });

  it('leaves no trace of an id that is none', async () => {
    for (const verb of ['approve', 'details', 'extend'] as const) {
      const forged = { deploymentId: '../x', accessId: 'a', revision: 'r' };
      expect(await desk.press('U0ANN', verb, forged)).not.toBe('');
    }
    expect(bench.queue).toEqual([]);
    expect(await desk.trail('../x')).toEqual([]);
  });

  it('is left to the command line', async () => {
    const rules = rulesReaching(REDSHIFT, 'approve, approval: cli');
    const { id, shown, identity } = await created(rules);
    expect(await desk.press('U0ANN', 'approve', shown)).toContain(
      `deployment-authorizer approve ${shown.accessId}`,
    );
    expect(canAssume(identity)).toBe(false);
    expect(await desk.press('U0ANN', 'deny', await desk.shown(id, 'redshift'))).toContain('Denied');
  });

  it('names what to configure where nobody may', async () => {
    const rules = rulesReaching(REDSHIFT).replace('[S0PLATFORM]', '[]');
    const { shown } = await created(rules);
    expect(await desk.press('U0ANN', 'hold', shown)).toContain('slack.approvers');
  });

  it.each([
    [
      'a scope for users is missing',
      'person',
      missing('users:read'),
      /users.info needs users:read/,
    ],
    ['a scope for groups is missing', 'members', missing('x'), /needs usergroups:read/],
    ['Slack does not answer', 'person', 'no answer', /in time.*Press again/],
    ['Slack does not answer about a group', 'members', 'no answer', /Press again/],
    ['Slack wants us to wait', 'members', new SlackRateLimitedError(30), /Press again/],
  ] as const)('where %s, says so', async (_what, call, how, said) => {
    const { id, identity, shown } = await created();
    desk.people.fail(call, how);
    expect(await desk.press('U0ANN', 'approve', shown)).toMatch(said);
    expect(canAssume(identity)).toBe(false);
    desk.people.fail(call, undefined);
    await desk.press('U0ANN', 'approve', await desk.shown(id, 'redshift'));
    expect(canAssume(identity)).toBe(true);
  });
});

describe('a press in a bad hour', () => {
  it('is written down while the installation is paused, and told to wait', async () => {
    const { identity, shown } = await created();
    await order({ action: 'pause', by: 'sam' });
    expect(await desk.press('U0ANN', 'approve', shown)).toMatch(/Approved.* sam has paused/);
    expect(canAssume(identity)).toBe(false);
    await order({ action: 'resume', by: 'sam' });
    expect(canAssume(identity)).toBe(true);
  });

  it.each([
    ['refused', missing('chat:write')],
    ['not answered', 'no answer'],
  ] as const)('acts although what is whispered is %s', async (_what, how) => {
    const { identity, shown } = await created();
    desk.people.fail('whisper', how);
    expect(await desk.press('U0ANN', 'approve', shown)).toBe('');
    expect(canAssume(identity)).toBe(true);
    expect(desk.log.join()).toContain('press.unanswered');
  });

  it('is answered in time, whatever takes too long', async () => {
    const { shown } = await created();
    const tools = {
      ...desk.tools,
      record: { ...desk.tools.record, pause: { ...desk.tools.record.pause, get: NEVER } },
      limits: { lookUps: 60, whisper: 60, answer: 100 },
    };
    const request = desk.request('U0ANN', 'approve', shown);
    expect(await answerSlack(request, tools)).toEqual({ status: 200 });
    expect(desk.log.join()).toContain('press.late');
  });

  it('says so and fails when it cannot be written down', async () => {
    const { shown } = await created();
    const broken = { ...desk.tools.record.decisions, write: FAILING };
    const tools = { ...desk.tools, record: { ...desk.tools.record, decisions: broken } };
    const request = desk.request('U0ANN', 'approve', shown);
    await expect(answerSlack(request, tools)).rejects.toThrow('the table is away');
    expect(desk.whispered().join()).toContain('may not have been written down');
  });
});

const NEVER = () => new Promise<never>(() => {});
const FAILING = async () => {
  throw new Error('the table is away');
};
