import type { Message } from './message.ts';
import { section } from './sections.ts';
import type { DeploymentView } from './view.ts';

/** What granting one access would change in its policy, for the one person who asks. */
export function diffMessage(_view: DeploymentView, _accessId: string): Message {
  const text = 'What would change';
  return { text, blocks: [section([text])] };
}
