import type { MessageItem } from '../../record/messages.ts';
import type { Versioned } from '../../record/record.ts';
import type { Telling } from '../../record/tellings.ts';
import type { NotifyTools } from '../notify.ts';
import type { News } from './news.ts';

/**
 * Whether the summary of the baseline tells of this Deployment, and no message of its own does.
 *
 * Of each one it is noted what it would say, when it is first looked at and as long as the
 * baseline is open; afterwards it is told of as soon as that is something else, or a person asks.
 */
export async function isQuiet(
  deploymentId: string,
  { gist }: News,
  found: Versioned<MessageItem> | undefined,
  telling: Versioned<Telling> | undefined,
  { record }: Pick<NotifyTools, 'record'>,
): Promise<boolean> {
  const { ts, posting, failures } = found?.item ?? {};
  if (ts !== undefined || posting !== undefined) return false;
  // It was to be told, and Slack did not take it: that somebody asked for it is written nowhere else.
  if (failures !== undefined) return false;
  if (telling?.item.asked) return false;
  if (found?.item.baseline && found.item.shown === gist) return true;
  const baseline = (await record.baseline.get())?.item;
  if (!baseline?.deployments.includes(deploymentId)) return false;
  if (found !== undefined && (!found.item.baseline || baseline.closed !== undefined)) return false;
  const item = { deploymentId, baseline: true, shown: gist } as const;
  await record.messages.write(deploymentId, found?.version ?? 0, item);
  return true;
}
