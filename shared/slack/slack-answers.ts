import type { People } from './people.ts';
import type { Whispers } from './slack.ts';
import { caller, type SlackClientOptions } from './slack-caller.ts';

export interface SlackAnswersOptions extends SlackClientOptions {
  /** The workspace in which the app is: whoever is in another one is a guest from elsewhere. */
  readonly teamId?: string | undefined;
}

/** What `answer-slack` asks of Slack's Web API: who somebody is, and to tell them something. */
export function slackAnswers({ teamId, ...options }: SlackAnswersOptions): People & Whispers {
  const call = caller(options);
  return {
    person: async (user) => {
      const { user: found } = await call('users.info', (client) => client.users.info({ user }));
      const { profile, is_bot, is_workflow_bot, deleted = false } = found ?? {};
      const email = profile?.email;
      // Not `is_app_user`: that is a person who has installed the app.
      const bot = is_bot === true || is_workflow_bot === true || user === SLACKBOT;
      const foreign = found !== undefined && isForeign(found, teamId);
      return {
        ...(email && { email }),
        ...{ bot, deactivated: deleted },
        ...(foreign && { foreign }),
      };
    },
    members: async (usergroup) => {
      const answer = await call('usergroups.users.list', (client) =>
        client.usergroups.users.list({ usergroup }),
      );
      return answer.users ?? [];
    },
    whisper: async (channel, user, { text, blocks }, threadTs) => {
      await call('chat.postEphemeral', (client) =>
        client.chat.postEphemeral({
          channel,
          user,
          text,
          blocks: [...blocks],
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        }),
      );
    },
  };
}

interface Placed {
  readonly team_id?: string;
  /** Of an Enterprise organization: the workspaces in which they are. */
  readonly enterprise_user?: { readonly teams?: readonly string[] };
}

function isForeign({ team_id: home, enterprise_user: enterprise }: Placed, teamId?: string) {
  if (teamId === undefined || home === undefined || home === teamId) return false;
  return !enterprise?.teams?.includes(teamId);
}

/** Slack's own, which it does not call a bot. */
const SLACKBOT = 'USLACKBOT';
