import type { Queues } from '../cloud/queues.ts';
import type { Cloud } from '../deployment/deployment.ts';
import type { MessageItem } from '../record/messages.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import type { Telling } from '../record/tellings.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Slack } from '../slack/slack.ts';
import { callPeople } from './notify/call-people.ts';
import { isClaimed, type MessageRow, openRow } from './notify/message-row.ts';
import { type News, newsOf, saidBy } from './notify/news.ts';
import { recover } from './notify/posting.ts';
import { isPostponed, postpone } from './notify/postpone.ts';
import { isQuiet } from './notify/quiet.ts';
import { showHead } from './notify/show-head.ts';
import { showThread } from './notify/show-thread.ts';

export interface NotifyTools {
  readonly record: AccessRecord;
  readonly slack: Slack;
  readonly rules: () => AccessRules;
  readonly cloud: Exclude<Cloud, 'azure'>;
  readonly queues: Pick<Queues, 'handOver'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Shows one Deployment's accesses in Slack: one message, edited in place, and its thread; and has
 * its connections made, where that is wanted.
 *
 * One worker at a time speaks to Slack about a Deployment. Each post is written down before it is
 * made and looked for after a crash; only an app that may not read the channel can then post it
 * a second time.
 */
export async function notify(deploymentId: string, tools: NotifyTools): Promise<void> {
  const { record, queues } = tools;
  const telling = await record.tellings.get(deploymentId);
  // Before what is to be told: whoever is overtaken in between then meets a conflict.
  const found = await record.messages.get(deploymentId);
  const news = await newsOf(deploymentId, tools);
  let told = true;
  try {
    if (news !== undefined) told = await tell({ deploymentId, news, found, telling }, tools);
  } finally {
    // Slack, or its token, may be out of order: that keeps nobody's connection from being made.
    if (news?.connections) await queues.handOver([deploymentId]);
  }
  // Whoever is at it may have begun before this was news.
  if (!told) await record.tellings.mark(deploymentId);
  // What Slack did not take is due by the message's own row.
  else if (telling !== undefined) await record.tellings.clear(telling);
}

interface Task {
  readonly deploymentId: string;
  readonly news: News;
  readonly found: Versioned<MessageItem> | undefined;
  readonly telling: Versioned<Telling> | undefined;
}

/** False where it must be told again: another worker is at it, or it was overtaken. */
async function tell(task: Task, tools: NotifyTools): Promise<boolean> {
  const { deploymentId, news, found, telling } = task;
  const now = tools.clock.now();
  const asked = telling?.item.asked ?? false;
  // Slack said when: asked before, it would only say so again. The row brings it back, but not
  // that a person asked.
  if (found !== undefined && isPostponed(found, now, asked)) return !asked;
  if (found !== undefined && isClaimed(found.item, now)) return false;
  if (await isQuiet(deploymentId, news, found, telling, tools)) return true;
  const row = openRow(deploymentId, asked ? found && unseen(found) : found, tools);
  const before = row.item;
  try {
    await show(row, news, tools);
  } catch (error) {
    await postpone(row, error, tools);
    return true;
  }
  return row.item === before || (await isStillSo(deploymentId, news, tools));
}

/**
 * What went out may have been overtaken before this worker had the row: by what is so again, for
 * one, of which the message of a quicker worker found nothing to say.
 */
async function isStillSo(deploymentId: string, news: News, tools: NotifyTools): Promise<boolean> {
  const newest = await newsOf(deploymentId, tools);
  return newest !== undefined && saidBy(newest) === saidBy(news);
}

/** What Slack shows may be something else than the record believes: messages get deleted, records restored. */
function unseen(found: Versioned<MessageItem>): Versioned<MessageItem> {
  const { thread = [], ...item } = found.item;
  const forgotten = thread.map(({ ts }) => ({ ts, shown: '' }));
  return { ...found, item: { ...item, shown: '', thread: forgotten } };
}

async function show(row: MessageRow, news: News, tools: NotifyTools): Promise<void> {
  await recover(row, tools);
  await showHead(row, news, tools);
  await showThread(row, news, tools);
  const { calls, due } = await callPeople(row, news, tools);
  await row.release(
    ({ failures: _failures, barred: _barred, calls: _calls, refused, ...item }) => ({
      ...item,
      ...(calls && { calls }),
      ...(refused?.channel === news.channel && { refused }),
    }),
    due,
  );
}
