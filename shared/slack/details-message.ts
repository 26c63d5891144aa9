import type { HistoryItem } from '../record/history.ts';
import type { Message } from './message.ts';
import { section } from './sections.ts';
import type { DeploymentView } from './view.ts';

/** Everything about a Deployment, for the one person who asks: shown to nobody else. */
export function detailsMessage(view: DeploymentView, _history: readonly HistoryItem[]): Message {
  const text = `Details of Deployment ${view.name.slice(0, 100)}`;
  return { text, blocks: [section([text])] };
}
