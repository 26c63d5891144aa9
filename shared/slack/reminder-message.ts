import { command } from './commands.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';
import { bold, escaped } from './mrkdwn.ts';
import { awaitsApproval } from './offers.ts';
import { section } from './sections.ts';
import { sentences } from './sentences.ts';
import { byUrgency, standingOf } from './standing.ts';
import { people } from './todo.ts';
import type { AccessView, DeploymentView } from './view.ts';

const SHOWN = 5;

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
    blocks: [
      section([
        `${people(called)}: ${bold(view.name)} still waits for you.`,
        ...what,
        ...more,
        howTo(stuck, view),
      ]),
    ],
  };
}

function waitsForPerson(access: AccessView, now: Date): boolean {
  const standing = standingOf(access);
  const late = access.deadline !== undefined && access.deadline <= now.toISOString();
  // Those who approve were called while it could be approved.
  const refused = standing === 'refused' && access.reason?.code !== 'approval-lapsed';
  return refused || awaitsApproval(access) || (standing === 'waiting' && late);
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
  const decide = stuck.some(awaitsApproval);
  const mend = stuck.some((access) => !awaitsApproval(access));
  if (view.endpoints === 'none') {
    const commands = [
      ...(decide ? [`${command('approve', view.deploymentId)} (or ${'`deny`'})`] : []),
      ...(mend ? [`${command('retry', view.deploymentId)} once it is mended`] : []),
    ];
    return `In a terminal: ${commands.join(', ')}.`;
  }
  const acts = [...(decide ? ['decide'] : []), ...(mend ? ['press Retry once it is mended'] : [])];
  return `In the message above: ${acts.join(', or ')}.`;
}
