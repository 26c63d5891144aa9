import { SlackRefusedError } from './slack.ts';

/** Slack's words for a channel that takes nothing from us; another one may. */
const OF_THE_CHANNEL: readonly string[] = [
  'channel_is_limited_access',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
];

export function isOfTheChannel(error: unknown): error is SlackRefusedError {
  return error instanceof SlackRefusedError && OF_THE_CHANNEL.includes(error.reason);
}
