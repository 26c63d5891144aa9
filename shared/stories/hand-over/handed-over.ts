import type { Made } from '../../handover/way.ts';
import type { Problem } from '../../policy/plan.ts';
import type { ConnectionAsk } from '../../record/connection-asks.ts';
import type { HandedOver } from '../../record/handovers.ts';
import { after, HOUR, SECOND } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';
import type { ConnectionTask } from './connection-tasks.ts';

const FIRST_WAIT = 30 * SECOND;
const LONGEST_WAIT = HOUR;
/** Until what a person has to mend is looked at again unasked. */
const REFUSED_FOR = 24 * HOUR;

/** How the row of one access reads after an attempt. */
export function handedOver(
  accessId: string,
  task: ConnectionTask,
  made: Made,
  before: HandedOver | undefined,
  ask: ConnectionAsk | undefined,
  now: Date,
): HandedOver {
  const { connection, via } = task;
  const wanted = digest(connection);
  const same = before?.connection === wanted && before.state === made.kind && before.via === via;
  const attempts = made.kind === 'waiting' ? (same ? (before.attempts ?? 0) : 0) + 1 : undefined;
  const objectId = made.kind === 'created' ? made.objectId : task.objectId;
  const reason = made.kind === 'created' ? made.note : made.problem;
  const due = dueAfter(made, attempts ?? 0, now);
  const answers = ask?.connection === wanted ? ask.at : undefined;
  return {
    accessId,
    connectionId: connection.id,
    via,
    state: made.kind,
    at: same ? before.at : now.toISOString(),
    connection: wanted,
    ...(objectId && { objectId }),
    ...(reason && { reason }),
    ...(attempts && { attempts }),
    ...(due && { due }),
    ...(answers && { answers }),
  };
}

function dueAfter(made: Made, attempts: number, now: Date): string | undefined {
  if (made.kind === 'created') return undefined;
  if (made.kind !== 'waiting') return after(now, REFUSED_FOR);
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1));
  return after(now, Math.max(wait, made.wait ?? 0));
}

/** Whether a reader of the message would see a difference. */
export function isNews(before: HandedOver | undefined, now: HandedOver): boolean {
  return (
    before?.state !== now.state ||
    before.connection !== now.connection ||
    before.via !== now.via ||
    !saysTheSame(before.reason, now) ||
    before.answers !== now.answers
  );
}

/** While it waits, each failure may be worded in another way. */
function saysTheSame(before: Problem | undefined, { state, reason }: HandedOver): boolean {
  if (state === 'waiting') return before?.code === reason?.code;
  return before?.text === reason?.text;
}
