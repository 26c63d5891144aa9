import type { Message } from './message.ts';
import { section } from './sections.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** What somebody else changed about one access; for the thread, once for each `drift.at`. */
export function driftMessage(_access: AccessView, _view: DeploymentView): Message | undefined {
  const text = 'Changed by hand';
  return { text, blocks: [section([text])] };
}
