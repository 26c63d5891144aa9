import { describe, expect, it } from '@jest/globals';
import { driftMessage } from '../../../shared/slack/drift-message.ts';
import { deploymentMessage, threadMessages } from '../../../shared/slack/message.ts';
import { reminderMessage } from '../../../shared/slack/reminder-message.ts';
import type { AccessView, DeploymentView } from '../../../shared/slack/view.ts';
import { deploymentNews } from '../../../shared/stories/notify/deployment-news.ts';
import { rulesWith } from '../../rules/sample.ts';
import { access, handover, SHARED_ROLE, view } from '../../slack/views.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, inA, NOW, problem } from '../findings.ts';

const CHANNEL = 'C0FINANCE1';
const { tools } = openEngine();
const news = (accesses: readonly AccessView[], more: Partial<DeploymentView> = {}) =>
  deploymentNews(view(accesses, more), CHANNEL, {
    ...{ ...tools, cloud: 'aws', rules: () => rulesWith() },
  });

const drift = { at: ago(1), diff: '- a line', repaired: true };
const refused = access({ accessId: 'acc-2', state: 'refused', reason: problem('quota') });
const asked = access({ accessId: 'acc-3', state: 'waiting', reason: problem('approval') });

describe('deploymentNews', () => {
  it('are the message and its thread, where nothing else is to be told', () => {
    const { head, gist, ...rest } = news([access()]);
    expect(rest).toStrictEqual({
      ...{ name: 'etl-prod', channel: CHANNEL, fallback: 'C0123456789' },
      ...{ thread: threadMessages(view([access()])), drifts: [], connections: false },
    });
    expect(head(undefined)).toEqual(deploymentMessage(view([access()])));
    expect(gist).toMatch(/^[0-9a-f]{16}$/);
  });

  it('tell of each change by hand', () => {
    const changed = access({ accessId: 'acc-4', drift });
    const { drifts } = news([access(), changed]);
    const message = driftMessage(changed, view([access(), changed]));
    expect(drifts).toStrictEqual([{ accessId: 'acc-4', at: drift.at, message }]);
  });

  it('have connections made where one of them is due', () => {
    const { connection } = access();
    const due = (at: string) => access({ handover: handover(connection, 'waiting', { due: at }) });
    expect(news([access(), due(inA(0))]).connections).toBe(true);
    expect(news([access(), due(inA(1))]).connections).toBe(false);
  });
});

describe('the message of deploymentNews', () => {
  const before = problem('paused');
  const refusal = {
    code: 'channel-refused',
    text: 'The channel C0FINANCE1 of its access rule does not take this message: not_in_channel.',
    advice: 'Invite the app to the channel with /invite.',
  };
  it.each([
    ['alone', {}, [refusal]],
    ['after what else is to be known', { notes: [before] }, [before, refusal]],
  ])('says why it is elsewhere, %s', (_it, more, notes) => {
    const { head } = news([access()], more);
    const shown = deploymentMessage(view([access()], { notes }));
    expect(head({ channel: CHANNEL, reason: 'not_in_channel' })).toEqual(shown);
  });

  it('does not speak of a channel that no rule names any more', () => {
    const { head } = news([access()]);
    const shown = deploymentMessage(view([access()]));
    expect(head({ channel: 'C0RISKTEAM', reason: 'not_in_channel' })).toEqual(shown);
  });
});

describe('the call of deploymentNews', () => {
  it('is the reminder of what waits', () => {
    const { call } = news([access(), refused]);
    const message = reminderMessage(view([access(), refused]), NOW);
    expect(call).toStrictEqual({ about: expect.stringMatching(/^[0-9a-f]{16}$/), message });
  });

  it('is made at once for an identity that was waited for, whatever else waits', () => {
    const unseen = access({ state: 'refused', reason: problem('identity-never-visible') });
    expect(news([access(), refused, unseen]).call).toMatchObject({ atOnce: true });
  });

  const granted = access();
  const late = access({ accessId: 'acc-5', state: 'waiting', deadline: ago(1) });
  const SAME = [granted, refused, asked, late];
  const { reason: _, ...unexplained } = refused;
  const instead = (of: AccessView, one: AccessView) =>
    SAME.map((each) => (each === of ? one : each));
  const about = (accesses: readonly AccessView[], more: Partial<DeploymentView> = {}) =>
    news(accesses, more).call?.about;
  const identity = 'arn:aws:iam::111122223333:role/another';
  const another = { specification: SHARED_ROLE };
  const reworded = { ...problem('quota'), text: 'In other words.' };

  it.each<[string, readonly AccessView[], Partial<DeploymentView>]>([
    ['a Deployment of another name', SAME, { name: 'etl-test' }],
    ['another access that is refused', instead(refused, { ...refused, accessId: 'acc-6' }), {}],
    ['another reason', instead(refused, { ...refused, reason: problem('denied') }), {}],
    ['no reason', instead(refused, unexplained), {}],
    ['another identity that is refused', instead(refused, { ...refused, identity }), {}],
    ['another identity that is asked for', instead(asked, { ...asked, identity }), {}],
    ['another policy that is asked for', instead(asked, { ...asked, ...another }), {}],
    ['one that waits no longer', SAME.slice(0, 3), {}],
  ])('is about something else for %s', (_it, accesses, more) => {
    expect(about(accesses, more)).not.toBe(about(SAME));
  });

  it.each<[string, readonly AccessView[]]>([
    ['since when it waits', instead(refused, { ...refused, since: ago(1) })],
    ['the words of a reason are', instead(refused, { ...refused, reason: reworded })],
    ['is in place', instead(granted, { ...granted, identity })],
    ['waits for what comes by itself', instead(late, { ...late, identity })],
  ])('is about the same whatever %s', (_it, accesses) => {
    expect(about(accesses)).toBe(about(SAME));
  });
});

describe('the deadline of deploymentNews', () => {
  const waits = (deadline?: string, state: AccessView['state'] = 'waiting') =>
    access({ state, ...(deadline && { deadline }) });
  it.each<[string, readonly AccessView[], string | undefined]>([
    ['the next one of all', [waits(inA(9)), waits(inA(5)), waits(inA(7))], inA(5)],
    ['that of what is being written, too', [waits(inA(5), 'pending')], inA(5)],
    [
      'none of what has one no longer',
      [waits(inA(5), 'refused'), waits(inA(5), 'granted')],
      undefined,
    ],
    ['none that is reached, or over', [waits(inA(0)), waits(ago(1))], undefined],
    ['the next one after those that are over', [waits(ago(1)), waits(inA(1))], inA(1)],
    ['none where nothing has one', [waits()], undefined],
  ])('is %s', (_it, accesses, deadline) => {
    const told = news(accesses);
    expect([told.deadline, 'deadline' in told]).toEqual([deadline, deadline !== undefined]);
  });
});

describe('the gist of deploymentNews', () => {
  const { connection, handover: _, ...BARE } = access({ notices: [problem('crowded')] });
  const reason = problem('held');
  const waits = { ...handover(connection, 'waiting'), asked: true } as const;
  const SAME: AccessView = { ...BARE, reason, drift, handover: waits };
  const facts = { notes: [problem('paused')], nothing: problem('no-rule') };
  const gist = (one = SAME, more: Partial<DeploymentView> = facts) => news([one], more).gist;

  it.each<[string, AccessView]>([
    ['another access', { ...SAME, accessId: 'acc-2' }],
    ['what a press would be about', { ...SAME, revision: 'fedcba9876543210' }],
    ['another reason', { ...SAME, reason: problem('kept') }],
    ['no reason', { ...BARE, drift, handover: waits }],
    ['what was given by hand', { ...SAME, byHand: true }],
    ['another notice', { ...SAME, notices: [problem('shared')] }],
    ['another change by hand', { ...SAME, drift: { ...drift, at: ago(0) } }],
    ['no change by hand', { ...BARE, reason, handover: waits }],
    [
      'a connection that was made',
      { ...SAME, handover: { ...handover(connection, 'created'), asked: true } },
    ],
    ['a connection that nobody asks for', { ...SAME, handover: handover(connection, 'waiting') }],
    [
      'a connection that nobody made',
      { ...SAME, handover: { ...handover(connection), asked: true } },
    ],
    ['no connection', { ...BARE, reason, drift }],
  ])('is another one for %s', (_it, one) => {
    expect(gist(one)).not.toBe(gist());
  });

  it.each<[string, Partial<DeploymentView>]>([
    ['another name', { ...facts, name: 'etl-test' }],
    ['another Workspace', { ...facts, workspaceName: 'Finance' }],
    ['another reason why it gets nothing', { ...facts, nothing: problem('no-identity') }],
    ['no reason why it gets nothing', { notes: facts.notes }],
    ['another note', { ...facts, notes: [problem('no-dr')] }],
  ])('is another one for %s of the Deployment', (_it, more) => {
    expect(gist(SAME, more)).not.toBe(gist());
  });

  it.each<[string, AccessView, Partial<DeploymentView>]>([
    ['moments', { ...SAME, since: ago(1), due: inA(1), deadline: inA(2) }, facts],
    ['commits', SAME, { ...facts, rulesCommit: '0000000' }],
    ['words', { ...SAME, reason: { ...reason, text: 'In other words.' } }, facts],
  ])('is the same with other %s', (_it, one, more) => {
    expect(gist(one, more)).toBe(gist());
  });

  it('is the same without notes and with none', () => {
    expect(gist(SAME, {})).toBe(gist(SAME, { notes: [] }));
  });

  it('has all accesses', () => {
    expect(news([SAME, refused]).gist).not.toBe(news([SAME]).gist);
  });
});
