import { describe, expect, it, jest } from '@jest/globals';
import { MemoryPeople } from '../../../local/slack/memory-people.ts';
import { SLACK_SLOW } from '../../../shared/slack/answers.ts';
import {
  SlackRateLimitedError,
  SlackRefusedError,
  SlackUnavailableError,
} from '../../../shared/slack/slack.ts';
import { whoPresses } from '../../../shared/stories/answer-slack/who.ts';

const ANN = { bot: false, deactivated: false, email: 'ann@acme.example' };
const ANALYSTS = ['U0BOB'];
const NO_GROUP = {
  code: 'press-untold',
  text: 'Slack answers usergroups.users.list with `no_such_subteam`.',
  advice: 'Are the ids of users and user groups right that the access rules name as approvers?',
};

/** Ann, before these approvers of one access each. */
function open(...approvers: readonly (readonly string[])[]) {
  const people = new MemoryPeople();
  const members = jest.spyOn(people, 'members');
  return {
    people,
    who: (milliseconds = 1_000) =>
      whoPresses('U0ANN', approvers, people.person('U0ANN'), people, milliseconds),
    /** The groups that Slack was asked for. */
    asked: () => members.mock.calls.map(([id]) => id),
  };
}

describe('whoPresses', () => {
  it('says who it is, and who is in the groups', async () => {
    const { who } = open(['S0ANALYSTS', 'U0SAM']);
    expect(await who()).toEqual({
      userId: 'U0ANN',
      person: ANN,
      groups: new Map([['S0ANALYSTS', ANALYSTS]]),
      untold: new Map(),
    });
  });

  it.each<[string, readonly (readonly string[])[], readonly string[]]>([
    ['no groups where it is named itself', [['S0ANALYSTS', 'U0ANN']], []],
    ['those of another access', [['S0ANALYSTS', 'U0ANN'], ['S0PLATFORM']], ['S0PLATFORM']],
    [
      'each group once',
      [['S0ANALYSTS', 'S0PLATFORM'], ['S0PLATFORM']],
      ['S0ANALYSTS', 'S0PLATFORM'],
    ],
    ['for no user as if it were a group', [['U0SAM', 'W0SAS']], []],
  ])('asks Slack for %s', async (_it, approvers, groups) => {
    const { who, asked } = open(...approvers);
    await who();
    expect(asked()).toEqual(groups);
  });

  it('says why Slack does not tell of one group, and tells of the others', async () => {
    const { who } = open(['S0LOST', 'S0ANALYSTS']);
    expect(await who()).toMatchObject({
      groups: new Map([['S0ANALYSTS', ANALYSTS]]),
      untold: new Map([['S0LOST', NO_GROUP]]),
    });
  });

  it('says why Slack does not tell who it is', async () => {
    const { people, who } = open(['S0ANALYSTS']);
    people.fail('person', new SlackRefusedError('missing_scope', '', ''));
    expect(await who()).toEqual({
      code: 'press-scope',
      text: 'The app lacks a scope: users.info needs users:read and users:read.email.',
      advice: 'Add it to the app and install it in the workspace again.',
    });
  });

  const down = new SlackUnavailableError('service_unavailable');
  const limited = new SlackRateLimitedError(30);
  it.each([
    ['who it is', 'person', 'no answer'],
    ['who it is', 'person', down],
    ['who it is', 'person', limited],
    ['who is in a group', 'members', 'no answer'],
    ['who is in a group', 'members', down],
    ['who is in a group', 'members', limited],
  ] as const)('waits no longer to hear %s (%s: %s)', async (_what, call, how) => {
    const { people, who } = open(['S0ANALYSTS']);
    people.fail(call, how);
    expect(await who(20)).toBe(SLACK_SLOW);
  });

  it('waits for as long as it may', async () => {
    const { people, who } = open(['S0ANALYSTS']);
    people.members = () => new Promise((resolve) => setTimeout(resolve, 30, ANALYSTS));
    expect(await who(500)).toHaveProperty('person', ANN);
  });

  it.each(['person', 'members'] as const)('lets a bug up as it is (%s)', async (call) => {
    const { people, who } = open(['S0ANALYSTS']);
    const bug = new TypeError('a bug');
    people.fail(call, bug);
    await expect(who()).rejects.toBe(bug);
  });
});
