import type { KnownBlock } from '@slack/types';
import type { Connection } from '../handover/connection.ts';
import { asCommand, asEnvironment, asJson } from '../handover/forms.ts';
import { bold, code, fence } from './mrkdwn.ts';
import { SECTION_LIMIT, section } from './sections.ts';
import { standingOf } from './standing.ts';
import type { AccessView } from './view.ts';

/** The connection of a ready access in the forms that a program reads. */
export function connectionForms(access: AccessView): readonly KnownBlock[] {
  const { target, connection } = access;
  if (connection === undefined || standingOf(access) !== 'granted') return [];
  const title = `${bold(target)}: connection ${code(connection.id)}`;
  const parts = formsOf(connection).map(({ label, text }) => {
    const block = fence([text]);
    return block.length > SECTION_LIMIT - 500
      ? `${label}: too long for Slack`
      : `${label}\n${block}`;
  });
  const whole = [title, ...parts];
  if (whole.join('\n').length <= SECTION_LIMIT) return [section(whole)];
  return parts.map((part) => section([title, part]));
}

function formsOf(connection: Connection): readonly { label: string; text: string }[] {
  const environment = asEnvironment(connection);
  return [
    { label: 'JSON', text: asJson(connection) },
    // An id with a dot or a dash is none that an environment variable could carry.
    ...(environment === undefined ? [] : [{ label: 'Environment', text: environment }]),
    { label: 'Command', text: asCommand(connection) },
  ];
}
