import type { Message } from './message.ts';
import type { DeploymentView } from './view.ts';

/** Calls those who approve about what waits for a person; undefined where nothing does. */
export function reminderMessage(_view: DeploymentView, _now: Date): Message | undefined {
  return undefined;
}
