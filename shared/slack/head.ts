import type { KnownBlock } from '@slack/types';
import { CLOUDS } from './clouds.ts';
import { code, escaped } from './mrkdwn.ts';
import { plainContext, section } from './sections.ts';
import { emojiOf, stateOf } from './state.ts';
import { todo } from './todo.ts';
import type { DeploymentView } from './view.ts';

const HEADER_LIMIT = 150;
/** Characters of it that the state may take: where it is long, there is still room for a name. */
const STATE_LIMIT = 85;
const IDENTITIES = 4;

/** Which Deployment, how it stands, who should do what, and the identity that it is all about. */
export function head(view: DeploymentView): readonly KnownBlock[] {
  return [
    header(view),
    plainContext(placeOf(view).join(' · ')),
    ...whatToDo(view),
    ...identities(view),
  ];
}

function header(view: DeploymentView): KnownBlock {
  const emoji = emojiOf(view);
  const state = escaped(stateOf(view), STATE_LIMIT);
  const name = escaped(view.name, HEADER_LIMIT - emoji.length - state.length - 3) || '?';
  const text = `${emoji} ${name}: ${state}`;
  return { type: 'header', text: { type: 'plain_text', emoji: false, text } };
}

/** Where it runs and whose it is. */
function placeOf({ cloud, region, workspaceName, createdBy }: DeploymentView): readonly string[] {
  return [
    region === undefined ? CLOUDS[cloud] : `${CLOUDS[cloud]} ${region}`,
    ...(workspaceName === undefined ? [] : [workspaceName]),
    ...(createdBy === undefined ? [] : [`by ${createdBy}`]),
  ];
}

function whatToDo(view: DeploymentView): readonly KnownBlock[] {
  const lines = todo(view);
  return lines.length === 0 ? [] : [section(lines)];
}

function identities(view: DeploymentView): readonly KnownBlock[] {
  const lines = view.identities.slice(0, IDENTITIES).map(({ slot, identity }) => {
    const label = slot === 'dr' ? 'Workload Identity (disaster recovery)' : 'Workload Identity';
    return `${label} ${code(identity, 400)}`;
  });
  return lines.length === 0 ? [] : [section(lines)];
}
