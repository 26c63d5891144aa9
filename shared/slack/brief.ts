import { command } from './commands.ts';
import { bold, code, prose } from './mrkdwn.ts';
import { standingOf } from './standing.ts';
import { signOf } from './state.ts';
import type { AccessView } from './view.ts';

const NAME = 60;

/** One access in a line, where there is no room for more. */
export function briefLine(access: AccessView): string {
  const { target, slot } = access;
  const dr = slot === 'dr' ? ' (disaster recovery)' : '';
  return `${signOf(access)} ${bold(target, NAME)}${dr}: ${wordsFor(access)}`;
}

function wordsFor(access: AccessView): string {
  const { connection, reason, accessId } = access;
  switch (standingOf(access)) {
    case 'granted':
      return connection === undefined
        ? 'ready'
        : `ready as connection ${code(connection.id, NAME)}`;
    case 'refused':
      return reason === undefined ? 'refused' : `refused. ${prose(reason.text, 80)}`;
    case 'approval':
      return `approval needed, ${command('approve', accessId)}`;
    case 'waiting':
      return 'waiting';
    case 'lapsed':
      return `not approved in time, ${command('approve', accessId)}`;
    case 'preview':
      return 'preview';
    case 'held':
      return 'held';
    case 'denied':
      return 'denied';
    case 'revoked':
      return 'taken back';
  }
}
