import type { KnownBlock } from '@slack/types';
import type { HistoryItem } from '../record/history.ts';
import { allActions } from './access-actions.ts';
import { detailLines } from './access-details.ts';
import { command } from './commands.ts';
import { historyLine } from './history-words.ts';
import type { Message } from './message.ts';
import { escaped } from './mrkdwn.ts';
import { fits, section, sections } from './sections.ts';
import { byUrgency } from './standing.ts';
import { stateOf } from './state.ts';
import type { DeploymentView } from './view.ts';

const LINES = 10;

/**
 * Everything about a Deployment, for the one person who asks: shown to nobody else. The most
 * urgent accesses first; for those that do not fit, the command that shows them.
 */
export function detailsMessage(view: DeploymentView, history: readonly HistoryItem[]): Message {
  const sorted = byUrgency(view.accesses);
  const groups = sorted.map((access) => [
    ...sections(detailLines(access, history, view.rulesCommit)),
    ...allActions(access, view),
  ]);
  const last = past(view, history);
  const whole = (count: number) => [
    ...groups.slice(0, count).flat(),
    ...more(groups.length - count, view),
    ...last,
  ];
  let count = groups.length;
  while (count > 0 && !fits(whole(count))) count -= 1;
  const text = `Details of Deployment ${escaped(view.name, 400)}: ${stateOf(view)}.`;
  const blocks = whole(count);
  return { text, blocks: blocks.length === 0 ? [section([text])] : blocks };
}

function more(count: number, { deploymentId }: DeploymentView): readonly KnownBlock[] {
  if (count === 0) return [];
  return [section([`and ${count} more: ${command('details', deploymentId)}`])];
}

function past(
  { accesses }: DeploymentView,
  history: readonly HistoryItem[],
): readonly KnownBlock[] {
  if (history.length === 0) return [];
  const targets = new Map(accesses.map(({ accessId, target }) => [accessId, target]));
  const lines = history.slice(-LINES).map((item) => historyLine(item, targets));
  return sections(['*What happened*, the newest last', ...lines]);
}
