import { styleText } from 'node:util';
import type { LogLine } from '../child.ts';

/** Says each step of the functions in a line, as it happens. */
export function narrator(say: (line: string) => void) {
  const begun = Date.now();
  const names = new Map<string, string>();
  const step = (who: string, what: string) => {
    const seconds = ((Date.now() - begun) / 1_000).toFixed(1).padStart(5);
    say(`${styleText('dim', `${seconds} s`)}  ${who.padEnd(18)} ${what}`);
  };
  return {
    step,
    /** So that a log line's id is told by the Deployment's name. */
    name: (deploymentId: string, name: string) => names.set(deploymentId, name),
    log: (side: 'aws' | 'gcp', line: LogLine) => {
      const what = sentence(line);
      if (what === undefined) return;
      const id = typeof line.deploymentId === 'string' ? line.deploymentId : undefined;
      step(names.get(id ?? '') ?? side, what);
    },
  };
}

function sentence(line: LogLine): string | undefined {
  const { event, severity } = line;
  const tell = SENTENCES[event];
  if (tell !== undefined) return tell(line);
  if (severity !== 'ERROR') return undefined;
  return styleText('red', `${event}: ${line.reason ?? line.line ?? ''}`);
}

const SENTENCES: Readonly<Record<string, (line: LogLine) => string>> = {
  'deployment.decided': ({ wants, nothing }) => {
    const reached =
      Array.isArray(wants) && wants.length > 0 ? wants.join(', ') : `nothing (${nothing})`;
    return `decide-access   should reach ${reached}`;
  },
  'policy.written': ({ target, adding, removing }) =>
    `grant-access    wrote ${target} (+${count(adding)} −${count(removing)})`,
  'access.granted': ({ identity }) => `grant-access    read back: granted to ${identity}`,
  'access.waiting': ({ reason }) => `grant-access    waits: ${text(reason)}`,
  'access.refused': ({ reason }) => styleText('red', `grant-access    refused: ${text(reason)}`),
  'access.revoked': ({ identity }) => `grant-access    revoked from ${identity}`,
  'press.answered': ({ verb, by, refused }) =>
    `answer-slack    ${verb} by ${by}${refused ? `, refused: ${refused}` : ''}`,
  'connection.settled': ({ connection, via, state }) =>
    `hand-over       connection ${connection} by ${via}: ${state}`,
  'message.posted': ({ channel }) => `notify          told in Slack, channel ${channel}`,
  'message.updated': () => 'notify          message brought up to date',
  'message.postponed': ({ reason }) => `notify          will be told later: ${reason}`,
};

function count(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function text(reason: unknown): string {
  return (reason as { text?: string } | undefined)?.text ?? '';
}
