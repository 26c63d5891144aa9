import {
  SLACK_SIGNATURE_HEADER,
  SLACK_TIMESTAMP_HEADER,
  slackSignatureOf,
} from '../../shared/slack/signature.ts';
import { SLACK_APP_ID, SLACK_SIGNING_SECRET, SLACK_TEAM_ID } from '../environment.ts';
import type { Posted } from './messages.ts';
import { userOf } from './people.ts';

/** A button in a message, as Slack knows it. */
export interface Button {
  readonly action_id: string;
  /** Absent: a link. */
  readonly value?: string;
}

export interface Pressing {
  readonly button: Button;
  readonly userId: string;
  /** The message that has the button. */
  readonly message: Pick<Posted, 'channel' | 'ts' | 'threadTs'> & Partial<Posted>;
  /** When; now where absent. */
  readonly at?: Date;
}

/** All buttons of a message, in order, links too. */
export function buttonsOf({ blocks }: Pick<Posted, 'blocks'>): readonly Button[] {
  return blocks.flatMap((block) => {
    const { elements = [], accessory } = Object(block);
    return [...elements, accessory].filter((one) => Object(one).type === 'button');
  });
}

/** The payload that Slack sends of a press, with everything that it has and we do not look at. */
export function payloadOf({ button, userId, message, at = new Date() }: Pressing) {
  const { channel, ts, threadTs } = message;
  const user = userOf(userId);
  return {
    type: 'block_actions',
    user: { id: userId, username: user.name, name: user.name, team_id: SLACK_TEAM_ID },
    api_app_id: SLACK_APP_ID,
    token: 'a-verification-token',
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: false,
      ...(threadTs !== undefined && threadTs !== ts && { thread_ts: threadTs }),
    },
    trigger_id: '12466734323.1395872398',
    team: { id: SLACK_TEAM_ID, domain: 'acme' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: 'data-platform' },
    message: { type: 'message', ...message },
    state: { values: {} },
    response_url: 'https://hooks.slack.invalid/actions/T0ACME/1/secret',
    actions: [{ ...button, block_id: 'b', type: 'button', action_ts: secondsOf(at).toFixed(6) }],
  };
}

/** A body with the headers that Slack sends beside it. */
export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As Slack posts a payload: a form, signed over its very bytes. */
export function signedForm(
  payload: unknown,
  at = new Date(),
  secret: string = SLACK_SIGNING_SECRET.value,
): Signed {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(secondsOf(at)));
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      [SLACK_TIMESTAMP_HEADER]: timestamp,
      [SLACK_SIGNATURE_HEADER]: slackSignatureOf(Buffer.from(body), timestamp, secret),
    },
  };
}

/** Presses a button as a person does: Slack posts it to the app's Request URL. */
export async function press(requestUrl: string, pressing: Pressing): Promise<number> {
  const { headers, body } = signedForm(payloadOf(pressing), pressing.at);
  const response = await fetch(requestUrl, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}

function secondsOf(at: Date): number {
  return at.getTime() / 1_000;
}
