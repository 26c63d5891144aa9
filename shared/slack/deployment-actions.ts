import type { KnownBlock } from '@slack/types';
import { wholeRevision } from '../record/revision.ts';
import { actions, button, type Look } from './buttons.ts';
import { command } from './commands.ts';
import { canConnect, offersOfAll } from './offers.ts';
import type { Verb } from './press.ts';
import { askRevocation } from './questions.ts';
import { context } from './sections.ts';
import type { DeploymentView } from './view.ts';

/** What can be done about a Deployment as a whole, in the order in which it is likely wanted. */
const WHOLE: readonly Verb[] = ['connect', 'retry', 'undo', 'release', 'details', 'revoke'];

/** One row of buttons for all accesses together; where nobody answers presses, the commands. */
export function deploymentActions(view: DeploymentView): readonly KnownBlock[] {
  const offered = offersOfAll(view);
  const verbs = WHOLE.filter((verb) => offered.has(verb) || verb === 'details');
  if (view.accesses.length === 0) return [];
  if (view.endpoints === 'none') return commands(view, verbs);
  const { deploymentId, accesses } = view;
  const revision = wholeRevision(accesses.map((access) => access.revision));
  const elements = verbs.map((verb) =>
    button({ verb, deploymentId, revision }, lookOf(verb, view)),
  );
  return actions(elements);
}

function lookOf(verb: Verb, view: DeploymentView): Look {
  switch (verb) {
    case 'connect': {
      const one = view.accesses.filter(canConnect).length === 1;
      return { label: one ? 'Create connection' : 'Create connections', style: 'primary' };
    }
    case 'retry':
      return { label: 'Retry' };
    case 'undo':
      return { label: 'Undo' };
    case 'release':
      return { label: 'Release' };
    case 'revoke':
      return { label: 'Revoke…', style: 'danger', confirm: askRevocation(view) };
    default:
      return { label: 'Details' };
  }
}

const DOES: Readonly<Partial<Record<Verb, string>>> = {
  connect: 'creates the connections',
  retry: 'tries again',
  undo: 'keeps what would end',
  release: 'releases what is held',
  details: 'tells more',
  revoke: 'takes all back',
};

/** A line each; what one command does at once is said once. */
function commands({ deploymentId }: DeploymentView, verbs: readonly Verb[]): readonly KnownBlock[] {
  const said = new Map<string, string>();
  for (const verb of verbs) {
    const line = command(verb, deploymentId);
    const before = said.get(line);
    said.set(line, [before, DOES[verb]].filter(Boolean).join(', '));
  }
  const lines = [...said].map(([line, does]) => `${line} ${does}`);
  return [context(`In a terminal: ${lines.join(' · ')}`)];
}
