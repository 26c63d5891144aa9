const INSTALL_AGAIN =
  'Install the app in the workspace again and store its new token where this installation reads it.';
const REPORT = 'This is a fault of deployment-authorizer: report it with this text.';

/** What a person can do about each of Slack's refusals. */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_auth: INSTALL_AGAIN,
  not_authed: INSTALL_AGAIN,
  token_revoked: INSTALL_AGAIN,
  token_expired: INSTALL_AGAIN,
  account_inactive: INSTALL_AGAIN,
  missing_scope: 'Add the scope chat:write to the app and install it in the workspace again.',
  channel_not_found:
    'Put the id of the channel (C0123456789, not its name) into the access rules; if it is private, invite the app with /invite.',
  not_in_channel: 'Invite the app to the channel with /invite.',
  is_archived: 'Unarchive the channel, or name another one in the access rules.',
  restricted_action: 'Let the app post: the settings of the channel or workspace forbid it.',
  cant_update_message:
    'The message is of another app: was the app made anew? Its new messages are not affected.',
  edit_window_closed: 'Let apps edit their messages: the settings of the workspace forbid it.',
  invalid_blocks: REPORT,
  invalid_blocks_format: REPORT,
  msg_blocks_too_long: REPORT,
  msg_too_long: REPORT,
  no_text: REPORT,
};

export function adviceFor(reason: string): string {
  return ADVICE[reason] ?? `See ${reason} in Slack's documentation of chat.postMessage.`;
}

/** Slack knows the app, but not by this token: the stored one may be newer. */
export const STALE_TOKEN: readonly string[] = [
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
];

/** Faults of Slack's own, and whether the call may have been carried out in spite of them. */
export const FAULTS: Readonly<Record<string, { readonly ambiguous: boolean }>> = {
  internal_error: { ambiguous: true },
  fatal_error: { ambiguous: true },
  service_unavailable: { ambiguous: false },
  request_timeout: { ambiguous: false },
  team_added_to_org: { ambiguous: false },
};
