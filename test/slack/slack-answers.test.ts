import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SLACK_TEAM_ID } from '../../local/environment.ts';
import { serve } from '../../local/server.ts';
import { MemoryPeople } from '../../local/slack/memory-people.ts';
import { NO_ANSWER } from '../../local/slack/slack-front.ts';
import { type SlackEmulator, startSlack } from '../../local/slack/start-slack.ts';
import { keptMembers } from '../../shared/slack/kept-members.ts';
import { slackAnswers } from '../../shared/slack/slack-answers.ts';
import { describeAnswers } from './answers-contract.ts';
import { saying } from './slack-contract.ts';

const CHANNEL = 'C0DATAOPS1';
const token = async () => 'xoxb-local';

describeAnswers('slackAnswers', async () => {
  const emulator = await startSlack();
  return {
    slack: slackAnswers({ token, apiUrl: emulator.url, teamId: SLACK_TEAM_ID }),
    channel: CHANNEL,
    whispers: () => emulator.whispers,
    close: () => emulator.close(),
  };
});

describeAnswers('MemoryPeople', async () => {
  const slack = new MemoryPeople();
  return { slack, channel: CHANNEL, whispers: () => slack.whispers, close: async () => {} };
});

describe('slackAnswers', () => {
  let emulator: SlackEmulator;
  beforeAll(async () => {
    emulator = await startSlack();
  });
  afterAll(() => emulator.close());

  it('keeps what it whispers apart from what everybody sees', async () => {
    const slack = slackAnswers({ token, apiUrl: emulator.url });
    await slack.whisper(CHANNEL, 'U0ANN', saying('one'));
    expect(await emulator.messages()).toEqual([]);
  });

  it.each([
    ['of another workspace', { team_id: 'T0OTHER' }, true],
    ['of ours', { team_id: 'T0ACME' }, undefined],
    ['of whom Slack does not say', {}, undefined],
    [
      'of another workspace of the same company',
      { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER', 'T0ACME'] } },
      undefined,
    ],
  ])('knows who is from elsewhere: one %s', async (_whom, user, foreign) => {
    const server = await serve(() => ({ status: 200, body: JSON.stringify({ ok: true, user }) }));
    const slack = slackAnswers({ token, apiUrl: `${server.url}/api/`, teamId: 'T0ACME' });
    const person = await slack.person('U0ANN').finally(() => server.close());
    expect(person.foreign).toBe(foreign);
  });

  it.each([
    [{ code: 'missing_scope' }, { code: 'slack-refused', reason: 'missing_scope' }],
    [{ status: 429, code: 'ratelimited' }, { code: 'slack-rate-limited' }],
    [{ code: NO_ANSWER }, { code: 'slack-unavailable' }],
  ])('fails as every call of Slack: %j', async (fault, error) => {
    const operation = 'slack:users.info';
    emulator.faults.inject({ operation, status: 200, message: 'a fault', ...fault });
    const slack = slackAnswers({ token, apiUrl: emulator.url, timeout: 50 });
    await expect(slack.person('U0ANN')).rejects.toMatchObject(error);
  });
});

describe('keptMembers', () => {
  function counted() {
    let now = new Date('2026-01-15T09:30:00Z').getTime();
    let asked = 0;
    let failing = false;
    const people = {
      person: async () => ({ bot: false, deactivated: false }),
      members: async (groupId: string) => {
        asked += 1;
        if (failing) throw new Error('Slack is away');
        return [groupId];
      },
    };
    const clock = { now: () => new Date(now), sleep: async () => {} };
    return {
      kept: keptMembers(people, clock),
      asked: () => asked,
      pass: (milliseconds: number) => {
        now += milliseconds;
      },
      fail: (fails: boolean) => {
        failing = fails;
      },
    };
  }

  it('asks for a group once a minute, and for each group', async () => {
    const { kept, asked, pass } = counted();
    expect(await Promise.all([kept.members('S1'), kept.members('S1')])).toEqual([['S1'], ['S1']]);
    pass(59_999);
    expect([await kept.members('S1'), asked()]).toEqual([['S1'], 1]);
    expect([await kept.members('S2'), asked()]).toEqual([['S2'], 2]);
    pass(1);
    await kept.members('S1');
    expect(asked()).toBe(3);
  });

  it('asks again after a failure', async () => {
    const { kept, asked, fail } = counted();
    fail(true);
    await expect(kept.members('S1')).rejects.toThrow('Slack is away');
    fail(false);
    expect(await kept.members('S1')).toEqual(['S1']);
    expect(asked()).toBe(2);
  });
});
