import type { Message } from '../../shared/slack/message.ts';
import type { People, Person } from '../../shared/slack/people.ts';
import { SlackRefusedError, type Whispers } from '../../shared/slack/slack.ts';
import { PEOPLE, USER_GROUPS } from './people.ts';

export interface Whispered extends Message {
  readonly channel: string;
  readonly userId: string;
  readonly threadTs?: string;
}

/** The people of a Slack workspace in memory, with the failures that a test asks for. */
export class MemoryPeople implements People, Whispers {
  readonly whispers: Whispered[] = [];
  readonly #failures = new Map<string, Error | 'no answer'>();

  /** From now on, until it is said otherwise, this call fails; or is never answered. */
  fail(call: 'person' | 'members' | 'whisper', how: Error | 'no answer' | undefined): void {
    if (how === undefined) this.#failures.delete(call);
    else this.#failures.set(call, how);
  }

  async person(userId: string): Promise<Person> {
    await this.#called('person');
    const found = PEOPLE.find(({ id }) => id === userId);
    if (found === undefined) throw refused('user_not_found');
    const { email, bot = false, deactivated = false, team } = found;
    return { bot, deactivated, ...(email && { email }), ...(team && { foreign: true }) };
  }

  async members(groupId: string): Promise<readonly string[]> {
    await this.#called('members');
    const members = USER_GROUPS[groupId];
    if (members === undefined) throw refused('no_such_subteam');
    return members;
  }

  async whisper(channel: string, userId: string, message: Message, threadTs?: string) {
    await this.#called('whisper');
    this.whispers.push({ ...message, channel, userId, ...(threadTs && { threadTs }) });
  }

  async #called(call: string): Promise<void> {
    const failure = this.#failures.get(call);
    if (failure === 'no answer') await new Promise(() => {});
    else if (failure !== undefined) throw failure;
  }
}

function refused(reason: string): SlackRefusedError {
  return new SlackRefusedError(reason, `Slack answers ${reason}`, 'None: this is a test.');
}
