import type { Connection } from '../../handover/connection.ts';
import { twice } from '../../handover/problems.ts';
import { isToMake } from '../../handover/to-make.ts';
import type { Problem } from '../../policy/plan.ts';
import type { ConnectionAsk } from '../../record/connection-asks.ts';
import type { HandedOver } from '../../record/handovers.ts';
import type { Via } from '../../rules/access-rules.ts';
import { digest } from '../../runtime/json.ts';
import type { AccessView } from '../../slack/view.ts';

/** One connection to make; both identities of a Deployment share the one of their target. */
export interface ConnectionTask {
  readonly connection: Connection;
  readonly via: Via;
  readonly accessIds: readonly string[];
  readonly replace: boolean;
  /** Astro's id of the object that we made under this connection id. */
  readonly objectId?: string;
  /** Why it cannot be made, whatever Astro and Airflow say. */
  readonly contested?: Problem;
}

/** What there is to make now, each connection once. */
export function connectionTasks(
  accesses: readonly AccessView[],
  asks: ReadonlyMap<string, ConnectionAsk>,
  handed: readonly HandedOver[],
  now: Date,
): readonly ConnectionTask[] {
  const tasks = new Map<string, ConnectionTask>();
  for (const access of accesses) {
    const { accessId, connection, handover } = access;
    if (!isToMake(access, now) || connection === undefined || handover === undefined) continue;
    const { via } = handover;
    const key = `${via} ${connection.id} ${digest(connection)}`;
    const before = tasks.get(key);
    const contested = contestedBy(access, accesses);
    const objectId = handed.find(
      (one) => one.connectionId === connection.id && one.objectId,
    )?.objectId;
    tasks.set(key, {
      connection,
      via,
      accessIds: [...(before?.accessIds ?? []), accessId],
      replace: before?.replace || mayReplace(access, asks.get(accessId)),
      ...(objectId && { objectId }),
      ...(contested && { contested }),
    });
  }
  return [...tasks.values()];
}

/** A yes to replacing holds until the connection is there, and for that one alone. */
function mayReplace({ connection, handover }: AccessView, ask: ConnectionAsk | undefined): boolean {
  if (!ask?.replace || ask.connection !== digest(connection)) return false;
  const { done } = handover ?? {};
  return ask.at !== done?.answers || done.state !== 'created';
}

/** Two targets, by different rules, may want one id for different things: the first has it. */
function contestedBy(access: AccessView, accesses: readonly AccessView[]): Problem | undefined {
  const { connection } = access;
  const rivals = accesses.filter(
    (one) =>
      one.connection?.id === connection?.id &&
      one.handover?.create !== 'never' &&
      one.state === 'granted' &&
      one.until === undefined,
  );
  const [first] = [...rivals.filter(isMade), ...rivals];
  if (first === undefined || digest(first.connection) === digest(connection)) return undefined;
  return twice(connection?.id ?? '', [first.target, access.target]);
}

function isMade({ connection, handover }: AccessView): boolean {
  const { done } = handover ?? {};
  return done?.state === 'created' && done.connectionId === connection?.id;
}
