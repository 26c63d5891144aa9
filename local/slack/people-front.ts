import { SLACK_TEAM_ID } from '../environment.ts';
import { type Answer, json } from '../server.ts';
import type { Posted } from './messages.ts';
import { PEOPLE, USER_GROUPS } from './people.ts';

/** What one person alone was shown; Slack keeps it apart from the channel's messages. */
export interface WhisperShown {
  readonly channel: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: Posted['blocks'];
  readonly threadTs?: string;
}

/**
 * The methods about people, of whom the emulator makes up ids of its own; nothing for every other
 * method. Blocks are checked before.
 */
export function peopleAnswer(
  method: string,
  form: URLSearchParams,
  channel: string,
  whispers: WhisperShown[],
): Answer | undefined {
  const given = (name: string) => form.get(name) ?? '';
  if (method === 'users.info') return json(200, userInfo(given('user')));
  if (method === 'usergroups.users.list') {
    const users = USER_GROUPS[given('usergroup')];
    return json(200, users ? { ok: true, users } : { ok: false, error: 'no_such_subteam' });
  }
  if (method !== 'chat.postEphemeral') return undefined;
  if (given('channel') !== channel) return json(200, { ok: false, error: 'channel_not_found' });
  if (!PEOPLE.some(({ id }) => id === given('user'))) {
    return json(200, { ok: false, error: 'user_not_in_channel' });
  }
  whispers.push({
    channel,
    userId: given('user'),
    text: given('text'),
    blocks: JSON.parse(given('blocks') || '[]'),
    ...(form.has('thread_ts') && { threadTs: given('thread_ts') }),
  });
  return json(200, { ok: true, message_ts: `${Math.floor(Date.now() / 1_000)}.000100` });
}

function userInfo(userId: string): object {
  const found = PEOPLE.find(({ id }) => id === userId);
  if (found === undefined) return { ok: false, error: 'user_not_found' };
  const { id, name, email, bot = false, deactivated = false, team = SLACK_TEAM_ID } = found;
  const profile = { display_name: name, ...(email && { email }) };
  return {
    ok: true,
    user: { id, team_id: team, name, profile, is_bot: bot, deleted: deactivated },
  };
}
