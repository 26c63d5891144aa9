import type { Button, KnownBlock } from '@slack/types';
import { actions, button, type Look } from './buttons.ts';
import { command } from './commands.ts';
import { awaitsApproval, isTaken, offersOf } from './offers.ts';
import type { Verb } from './press.ts';
import { askApproval, askReplacement, askRevocationOf } from './questions.ts';
import { context } from './sections.ts';
import { standingOf } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

type Labelled = Pick<DeploymentView, 'deploymentId' | 'name' | 'endpoints'>;

const LOOKS: Readonly<Partial<Record<Verb, (access: AccessView, deployment: string) => Look>>> = {
  approve: (access, deployment) => ({
    label: 'Approve…',
    // What was denied may be approved, but asks nobody for it.
    ...(awaitsApproval(access) && { style: 'primary' }),
    confirm: askApproval(access, deployment),
  }),
  deny: () => ({ label: 'Deny' }),
  diff: () => ({ label: 'Show diff' }),
  connect: () => ({ label: 'Create connection' }),
  replace: (access) => ({
    label: 'Replace it…',
    style: 'danger',
    confirm: askReplacement(access),
  }),
  retry: () => ({ label: 'Retry' }),
  undo: () => ({ label: 'Undo' }),
  hold: () => ({ label: 'Hold' }),
  release: () => ({ label: 'Release' }),
  revoke: (access, deployment) => ({
    label: 'Revoke…',
    style: 'danger',
    confirm: askRevocationOf(access, deployment),
  }),
};

/** What only this access asks for: the Deployment's own buttons have the rest. */
const PRESSING: readonly Verb[] = ['approve', 'deny', 'replace'];

/** The buttons under an access that waits for somebody's word, in the message that all see. */
export function pressingActions(access: AccessView, view: Labelled): readonly KnownBlock[] {
  if (view.endpoints === 'none') return replacing(access);
  const pressing = pressable(access).filter((verb) => PRESSING.includes(verb));
  const waits = awaitsApproval(access) || standingOf(access) === 'preview';
  const diff = waits && offersOf(access).includes('diff') && !isByCommand(access);
  return of(access, view, [...pressing, ...(diff ? (['diff'] as const) : [])]);
}

/** The section says how to approve in a terminal; this is the other thing to say there. */
function replacing(access: AccessView): readonly KnownBlock[] {
  if (!isTaken(access)) return [];
  return [context(`To replace it, in a terminal: ${command('replace', access.accessId)}`)];
}

/** Everything that can be done about one access. */
export function allActions(access: AccessView, view: Labelled): readonly KnownBlock[] {
  return of(access, view, pressable(access));
}

/** Where the command line is wanted, no press decides. */
function pressable(access: AccessView): readonly Verb[] {
  const byCommand = isByCommand(access);
  return offersOf(access).filter((verb) => !byCommand || (verb !== 'approve' && verb !== 'deny'));
}

function isByCommand({ approval }: AccessView): boolean {
  return approval === 'cli';
}

function of(
  access: AccessView,
  { deploymentId, name, endpoints }: Labelled,
  verbs: readonly Verb[],
): readonly KnownBlock[] {
  if (endpoints === 'none') return [];
  const { accessId, revision } = access;
  const elements = verbs.flatMap((verb): readonly Button[] => {
    const look = LOOKS[verb]?.(access, name);
    return look === undefined ? [] : [button({ verb, deploymentId, accessId, revision }, look)];
  });
  return actions(elements);
}
