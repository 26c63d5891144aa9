import type { KnownBlock } from '@slack/types';
import { command } from './commands.ts';
import { diffBlocks } from './diff-block.ts';
import { grantsOf } from './grants.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';
import { bold, code, escaped } from './mrkdwn.ts';
import { section } from './sections.ts';
import { standingOf } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** What granting one access would change in its policy, for the one person who asks. */
export function diffMessage(view: DeploymentView, accessId: string): Message {
  const access = view.accesses.find((one) => one.accessId === accessId);
  if (access === undefined) {
    const text = `Deployment ${escaped(view.name, 400)} has no such access any more.`;
    return { text, blocks: [section([text])] };
  }
  const text = `What changes for ${escaped(view.name, 400)} on ${escaped(access.target, 400)}.`;
  return { text, blocks: shown(access, view) };
}

function shown(access: AccessView, view: DeploymentView): readonly KnownBlock[] {
  const { proposal, drift } = access;
  const title = `${bold(view.name)}, ${bold(access.target)}`;
  const inPlace = standingOf(access) === 'granted';
  if (proposal !== undefined && !(inPlace && drift !== undefined)) {
    const how = `as the policy stood at ${moment(proposal.at, 'day')}; it is planned anew when it is granted`;
    return [
      section([`${title}: this would change, ${how}.`]),
      ...diffBlocks(proposal.diff, access.accessId),
    ];
  }
  if (drift !== undefined) {
    const did = drift.repaired ? 'and was put back' : 'and was left so';
    return [
      section([
        `${title}: this was changed by somebody else, seen ${moment(drift.at, 'day')}, ${did}.`,
      ]),
      ...diffBlocks(drift.diff, access.accessId),
    ];
  }
  return [section([title, ...inWords(access, view)])];
}

/** Nobody has planned it yet, or there is nothing left to change. */
function inWords(access: AccessView, { deploymentId }: DeploymentView): readonly string[] {
  const grant = `${grantsOf(access.specification)}, for ${code(access.identity)}`;
  const there = standingOf(access) === 'granted';
  return [
    there ? `In place: ${grant}.` : `Would be given: ${grant}.`,
    `Exactly how each policy would change: ${command('diff', deploymentId)}`,
  ];
}
