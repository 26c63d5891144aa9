import type { Queues } from '../cloud/queues.ts';
import type { Ways } from '../handover/configured-ways.ts';
import { isToMake } from '../handover/to-make.ts';
import type { Made } from '../handover/way.ts';
import type { ConnectionAsk } from '../record/connection-asks.ts';
import type { HandedOver, HandoverItem } from '../record/handovers.ts';
import type { AccessRecord, Versioned } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import { after, type Clock, MINUTE, SECOND } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { AccessView } from '../slack/view.ts';
import { attempt } from './hand-over/attempt.ts';
import { type ConnectionTask, connectionTasks } from './hand-over/connection-tasks.ts';
import { handedOver, isNews } from './hand-over/handed-over.ts';
import { inTurn } from './hand-over/in-turn.ts';
import { viewOf } from './notify/view-of.ts';

export interface HandOverTools {
  readonly record: AccessRecord;
  readonly rules: () => AccessRules;
  readonly ways: Ways;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** By then a worker that began is done, or dead. */
const PATIENCE = 2 * MINUTE;
/** No connection is begun after so long: the function has a minute in all. */
const BUDGET = 25 * SECOND;

/**
 * Makes the Airflow connections that one Deployment is to have and does not have yet. What was
 * made for access that went is left: a DAG that names it would no longer be read.
 */
export async function handOver(deploymentId: string, tools: HandOverTools): Promise<void> {
  const { record, clock, queues } = tools;
  const found = await record.handovers.get(deploymentId);
  const accesses = (await viewOf(deploymentId, tools))?.accesses ?? [];
  const asks = await record.connectionAsks.get(accesses.map(({ accessId }) => accessId));
  const handed = found?.item.connections ?? [];
  const tasks = inTurn(connectionTasks(accesses, asks, handed, clock.now()), handed);
  if (tasks.length === 0 && found?.due === undefined) return;
  const item = found?.item ?? { deploymentId, connections: [] };
  // Brings it back if this worker dies; another one at the same moment stops here.
  const due = tasks.length > 0 ? after(clock.now(), PATIENCE) : dueOf(item, accesses);
  const begun = await record.handovers.write(found?.version ?? 0, item, due);
  const told = await makeAll({ deploymentId, accesses, asks, tasks }, begun, tools);
  if (told) await queues.notify([deploymentId]);
}

interface Run {
  readonly deploymentId: string;
  readonly accesses: readonly AccessView[];
  readonly asks: ReadonlyMap<string, ConnectionAsk>;
  readonly tasks: readonly ConnectionTask[];
}

/** One after another, each written down before the next; true where there is something to tell. */
async function makeAll(
  run: Run,
  begun: Versioned<HandoverItem>,
  tools: HandOverTools,
): Promise<boolean> {
  const ends = after(tools.clock.now(), BUDGET);
  const stuck = new Map<string, Made>();
  let current = begun;
  let told = false;
  for (const [place, task] of run.tasks.entries()) {
    if (tools.clock.now().toISOString() > ends) break;
    // What does not answer for one of them would not for the next; what is contested asks nobody.
    const held = task.contested === undefined ? stuck.get(task.via) : undefined;
    const made = held ?? (await attempt(run.deploymentId, task, tools.ways));
    if (made.kind === 'waiting') stuck.set(task.via, made);
    const isLast = place === run.tasks.length - 1;
    const written = await writeDown(run, task, made, current, isLast, tools);
    current = written.row;
    told ||= written.news;
  }
  return told;
}

async function writeDown(
  { deploymentId, accesses, asks }: Run,
  task: ConnectionTask,
  made: Made,
  current: Versioned<HandoverItem>,
  isLast: boolean,
  tools: HandOverTools,
) {
  const { record, clock } = tools;
  const before = new Map(current.item.connections.map((one) => [one.accessId, one]));
  const changed = task.accessIds.map((id) =>
    handedOver(id, task, made, before.get(id), asks.get(id), clock.now()),
  );
  const news = changed.filter((one) => isNews(before.get(one.accessId), one));
  if (news.length > 0) await record.tellings.mark(deploymentId);
  const ids = new Set(task.accessIds);
  const others = current.item.connections.filter(({ accessId }) => !ids.has(accessId));
  const item = { deploymentId, connections: [...others, ...changed] };
  const due = isLast ? dueOf(item, accesses) : current.due;
  const row = await record.handovers.write(current.version, item, due);
  for (const one of news) await audit(deploymentId, one, before.get(one.accessId), made, tools);
  return { row, news: news.length > 0 };
}

/** When the first of those is tried again that are still to be made. */
function dueOf({ connections }: HandoverItem, accesses: readonly AccessView[]): string | undefined {
  const byId = new Map(accesses.map((access) => [access.accessId, access]));
  const dues = connections.flatMap((done) => {
    const access = byId.get(done.accessId);
    const { due } = done;
    if (access?.handover === undefined || due === undefined) return [];
    const then = { ...access, handover: { ...access.handover, done } };
    return isToMake(then, new Date(due)) ? [due] : [];
  });
  return dues.sort()[0];
}

async function audit(
  deploymentId: string,
  now: HandedOver,
  before: HandedOver | undefined,
  made: Made,
  { record, clock, logger }: HandOverTools,
): Promise<void> {
  const { accessId, connectionId: connection, via, state, reason } = now;
  const written = made.kind === 'created' && made.written;
  // By another id or way it is another connection, and the one before stands as it was.
  const again = before?.connectionId === connection && before.via === via;
  const what = written && again && before.state === 'created' ? 'updated' : state;
  const detail = { connection, via, state, written, reason: reason?.code };
  logger.info('connection.settled', { deploymentId, accessId, ...detail });
  await record.history.append({
    ...{ deploymentId, accessId, detail },
    at: clock.now().toISOString(),
    event: `connection.${what}`,
    by: 'hand-over',
  });
}
