import { code } from './mrkdwn.ts';
import { lacksConnection, madeOf } from './offers.ts';
import { sentences } from './sentences.ts';
import { standingOf } from './standing.ts';
import type { AccessView } from './view.ts';

const PLACES = {
  'environment-manager': "Astro's Environment Manager",
  airflow: 'Airflow',
} as const;

/** How far the connection of a ready access is, in a line. */
export function connectionState(access: AccessView): readonly string[] {
  const { connection, handover, until } = access;
  if (connection === undefined || handover === undefined) return [];
  if (standingOf(access) !== 'granted') return [];
  const place = PLACES[handover.via];
  const id = code(connection.id);
  if (handover.asked && until === undefined) {
    return [`🟡 Connection ${id} was asked for: it is being made in ${place}.`];
  }
  if (lacksConnection(access)) return [...refusal(access), lacking(access, id, place)];
  switch (madeOf(access)?.state) {
    case 'created':
      return [
        `✅ ${problemOf(access, `Connection ${id} is made in ${place}.`)}${unlisted(access)}`,
      ];
    case 'waiting':
      return [
        `🟡 Connection ${id} is not made yet. ${problemOf(access, 'It waits until the Deployment is healthy.')}`,
      ];
    case 'taken':
      return [
        `🔴 ${problemOf(access, `${place} has another connection of this id, and it was left alone.`)}`,
      ];
    default:
      return handover.create === 'never' ? [`Connection ${id} is for you to make.`] : [];
  }
}

function lacking({ handover, reason }: AccessView, id: string, place: string): string {
  if (handover?.done?.state === 'created') {
    return `Connection ${id} was made, and is not as the access rules say now.`;
  }
  const unasked = handover?.create === 'auto' && handover.done === undefined;
  if (unasked && reason === undefined) return `🟡 Connection ${id} is being made in ${place}.`;
  return `Connection ${id} is not in Airflow yet.`;
}

function refusal(access: AccessView): readonly string[] {
  if (madeOf(access)?.state !== 'refused') return [];
  return [`🔴 The connection was not made. ${problemOf(access, 'It was refused.')}`];
}

function problemOf(access: AccessView, otherwise: string): string {
  const reason = madeOf(access)?.reason;
  return reason === undefined ? otherwise : sentences(reason, 300);
}

/** What a person who looks for it in Airflow would otherwise miss. */
function unlisted({ handover }: AccessView): string {
  return handover?.via === 'environment-manager'
    ? " It is not listed in Airflow's own UI, and it overrides one of the same id there."
    : '';
}
