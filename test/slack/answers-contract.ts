import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { People } from '../../shared/slack/people.ts';
import { SlackRefusedError, type Whispers } from '../../shared/slack/slack.ts';
import { saying } from './slack-contract.ts';

interface Whispered {
  readonly channel: string;
  readonly userId: string;
  readonly text: string;
  readonly threadTs?: string;
}

export interface AnswersUnderTest {
  readonly slack: People & Whispers;
  readonly channel: string;
  whispers(): readonly Whispered[];
  close(): Promise<void>;
}

/** What every Slack keeps to that knows people and whispers to them. */
export function describeAnswers(name: string, start: () => Promise<AnswersUnderTest>): void {
  describe(name, () => {
    let under: AnswersUnderTest;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.close());

    it.each([
      ['U0ANN', { email: 'ann@acme.example', bot: false, deactivated: false }],
      ['U0NOMAIL', { bot: false, deactivated: false }],
      ['U0ROBOT', { bot: true, deactivated: false }],
      ['U0PARTNER', { email: 'jane@acme.example', bot: false, deactivated: false, foreign: true }],
      ['U0LEFT', { email: 'left@acme.example', bot: false, deactivated: true }],
    ])('says who %s is', async (userId, person) => {
      expect(await under.slack.person(userId)).toEqual(person);
    });

    it('says who is in a user group', async () => {
      expect(await under.slack.members('S0ANALYSTS')).toEqual(['U0BOB']);
    });

    it.each([
      ['a user', 'user_not_found', (slack: People) => slack.person('U0NOBODY')],
      ['a user group', 'no_such_subteam', (slack: People) => slack.members('S0NOTHING')],
    ])('refuses %s that it does not know', async (_what, reason, ask) => {
      const refused = ask(under.slack);
      await expect(refused).rejects.toBeInstanceOf(SlackRefusedError);
      await expect(refused).rejects.toMatchObject({ reason });
    });

    it('tells something to one person alone, in a channel or a thread', async () => {
      const { slack, channel } = under;
      await slack.whisper(channel, 'U0ANN', saying('one'));
      await slack.whisper(channel, 'U0BOB', saying('two'), '1768469000.000100');
      expect(under.whispers()).toMatchObject([
        { channel, userId: 'U0ANN', text: 'one' },
        { channel, userId: 'U0BOB', text: 'two', threadTs: '1768469000.000100' },
      ]);
      expect(under.whispers()[0]).not.toHaveProperty('threadTs');
    });
  });
}
