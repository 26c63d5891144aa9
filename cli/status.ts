import type { InstallationStatus } from '../shared/stories/operate/installation-status.ts';
import type { OperateAnswer } from '../shared/stories/operate/operate-answer.ts';
import { type Call, type Command, EXIT } from './command.ts';
import { show, subjectIn } from './orders.ts';
import { table } from './table.ts';
import { styled, tame } from './terminal.ts';
import { WAY, wayFor } from './way.ts';

export const STATUS: Command = {
  name: 'status',
  takes: ['[deployment]'],
  says: 'How a Deployment’s accesses stand, or the installation',
  more: 'Without a Deployment: whether it is paused, whether the breaker has stopped it, how many accesses\nstand how, and what needs a person.',
  example:
    'npx deployment-authorizer status etl-prod --cloud aws\nnpx deployment-authorizer status --cloud gcp --json',
  options: WAY,
  run: async (call) => {
    const ask = await wayFor(call);
    const subject = call.args.length === 0 ? {} : subjectIn(call);
    const answer = await ask({ action: 'status', ...subject });
    if (answer.installation === undefined || call.flags.has('json')) show(call, answer);
    else showInstallation(call, answer, answer.installation);
    return EXIT.ok;
  },
};

function showInstallation(
  { terminal }: Call,
  { text }: OperateAnswer,
  status: InstallationStatus,
): void {
  const { breaker, paused, rules } = status;
  const facts = [
    ['installation', `${status.installation} on ${status.cloud}, mode ${status.mode}`],
    ['rules', `${rules.digest}${rules.commit ? ` @${rules.commit}` : ''}`],
    ['paused', paused ? `by ${paused.by} since ${paused.at}` : 'no'],
    ['breaker', breakerSentence(breaker)],
    ['Deployments', String(status.deployments)],
    ['accesses', counts(status.accesses)],
    ['reach nothing', counts(status.nothing)],
  ];
  terminal.out(styled('bold', tame(text)));
  for (const [name = '', value = ''] of facts) terminal.out(`${name.padEnd(15)}${tame(value)}`);
  if (status.stuck.length === 0) return;
  terminal.out('');
  const rows = status.stuck.map(
    ({ deployment, target = '', accessId = '', state, reason = '', advice = '' }) => [
      deployment,
      target,
      accessId,
      state,
      `${reason} ${advice}`.trim(),
    ],
  );
  terminal.out(table(['NEEDS A PERSON', 'TARGET', 'ACCESS', 'STATE', 'WHY'], rows));
  const more = status.stuckInAll - status.stuck.length;
  if (more > 0) terminal.out(`and ${more} more: report has them all`);
}

function breakerSentence({ tripped, confirmed }: InstallationStatus['breaker']): string {
  if (tripped)
    return `has stopped it since ${tripped.at}: ${tripped.count} accesses would have ended within an hour`;
  return confirmed
    ? `endings confirmed by ${confirmed.by} until ${confirmed.until}`
    : 'lets endings through';
}

function counts(numbers: Readonly<Record<string, number>>): string {
  const parts = Object.entries(numbers).map(([name, number]) => `${number} ${name}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}
