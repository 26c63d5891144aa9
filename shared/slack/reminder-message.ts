import { command } from './commands.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';
import { bold, code, escaped } from './mrkdwn.ts';
import { awaitsApproval } from './offers.ts';
import { sections } from './sections.ts';
import { sentences } from './sentences.ts';
import { byUrgency, standingOf } from './standing.ts';
import { people } from './todo.ts';
import type { AccessView, DeploymentView } from './view.ts';

const SHOWN = 5;
const DENY = code('deny');

/** Calls those who approve about what waits for a person; undefined where nothing does. */
export function reminderMessage(view: DeploymentView, now: Date): Message | undefined {
  const stuck = byUrgency(view.accesses).filter((access) => waitsForPerson(access, now));
  if (stuck.length === 0) return undefined;
  const called = stuck.flatMap((access) =>
    awaitsApproval(access) ? access.approvers : view.approvers,
  );
  const more = stuck.length > SHOWN ? [`and ${stuck.length - SHOWN} more`] : [];
  const what = stuck.slice(0, SHOWN).map((access) => lineFor(access));
  const names = stuck.slice(0, SHOWN).map(({ target }) => escaped(target, 80));
  return {
    text: `Deployment ${escaped(view.name, 300)} still waits for a person: ${[...names, ...more].join(', ')}.`,
    blocks: sections([
      `${people(called)}: ${bold(view.name)} still waits for you.`,
      ...what,
      ...more,
      howTo(stuck, view),
    ]),
  };
}

function waitsForPerson(access: AccessView, now: Date): boolean {
  const standing = standingOf(access);
  const late = access.deadline !== undefined && access.deadline <= now.toISOString();
  return standing === 'refused' || awaitsApproval(access) || (standing === 'waiting' && late);
}

function lineFor(access: AccessView): string {
  const since = `since ${moment(access.since, 'day')}`;
  const why = access.reason === undefined ? '' : ` ${sentences(access.reason, 200)}`;
  if (awaitsApproval(access)) return `• ${bold(access.target)} waits for approval ${since}.`;
  const how = standingOf(access) === 'refused' ? 'is refused' : 'waits';
  return `• ${bold(access.target)} ${how} ${since}.${why}`;
}

/** Where to act: the buttons are in the message above, for those whom a press serves. */
function howTo(stuck: readonly AccessView[], view: DeploymentView): string {
  const mend = stuck.some((access) => !awaitsApproval(access));
  if (view.endpoints === 'none') {
    const { deploymentId } = view;
    const decide = stuck.some(awaitsApproval);
    const commands = [
      ...(decide ? [`${command('approve', deploymentId)} (or ${DENY})`] : []),
      ...(mend ? [`${command('retry', deploymentId)} once it is mended`] : []),
    ];
    return `In a terminal: ${commands.join(', ')}.`;
  }
  const asked = stuck.filter(awaitsApproval);
  const acts = [
    ...(asked.some(({ approval }) => approval !== 'cli') ? ['press *Approve…* or *Deny*'] : []),
    ...(mend ? ['press *Retry* once it is mended'] : []),
  ];
  const above = acts.length > 0 ? [`In the message above: ${acts.join(', or ')}.`] : [];
  return [...above, ...inTerminal(asked)].join('\n');
}

/** For those that no press approves. */
function inTerminal(asked: readonly AccessView[]): readonly string[] {
  const lines = asked
    .filter(({ approval }) => approval === 'cli')
    .slice(0, SHOWN)
    .map(({ accessId }) => command('approve', accessId));
  return lines.length === 0 ? [] : [`In a terminal: ${lines.join(', ')}, or ${DENY} instead.`];
}
