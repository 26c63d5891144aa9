import type { ConnectionAsk } from '../../record/connection-asks.ts';
import type { HandedOver } from '../../record/handovers.ts';
import type { AccessItem, DecisionItem, Want } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { revisionOf, wholeRevision } from '../../record/revision.ts';
import { isTakenBack } from '../../record/verdict.ts';
import type { AccessRules } from '../../rules/access-rules.ts';
import { type Say, sayOver } from '../../rules/say.ts';

export interface SightTools {
  readonly record: AccessRecord;
  readonly rules: () => AccessRules;
}

/** A Deployment as the record has it when somebody presses, with all that a press is judged by. */
export interface Sight {
  readonly deploymentId: string;
  readonly createdBy?: string;
  /** Those that its message shows. */
  readonly accesses: readonly SeenAccess[];
}

export interface SeenAccess {
  readonly want: Want;
  readonly row: AccessItem;
  readonly decision?: DecisionItem;
  /** Of the decision; 0 where there is none. */
  readonly version: number;
  readonly revision: string;
  readonly say: Say;
  readonly ask?: ConnectionAsk;
  /** Of the asking; 0 where there is none. */
  readonly askVersion: number;
  readonly handed?: HandedOver;
}

/** Undefined where the record does not know the Deployment, or it is gone with all it was given. */
export async function sightOf(
  deploymentId: string,
  { record, rules }: SightTools,
): Promise<Sight | undefined> {
  const item = (await record.deployments.get([deploymentId])).get(deploymentId);
  const decided = item?.decided;
  if (decided === undefined || isTakenBack(decided)) return undefined;
  const { wants, deployment } = decided;
  const ids = wants.map(({ accessId }) => accessId);
  const [rows, decisions, asks, handover] = await Promise.all([
    record.accesses.get(wants),
    // Each with its version: what is decided later is decided on what is seen here.
    Promise.all(ids.map((id) => record.decisions.find(id))),
    Promise.all(ids.map((id) => record.connectionAsks.find(id))),
    record.handovers.get(deploymentId),
  ]);
  const accesses = wants.flatMap((want, place): readonly SeenAccess[] => {
    const row = rows.find((one) => one.item.accessId === want.accessId)?.item;
    if (row === undefined) return [];
    const { item: decision, version = 0 } = decisions[place] ?? {};
    const { item: ask, version: askVersion = 0 } = asks[place] ?? {};
    const handed = handover?.item.connections.find((one) => one.accessId === want.accessId);
    return [
      {
        want,
        row,
        version,
        askVersion,
        revision: revisionOf(want, row, decision),
        say: sayOver(deployment, want.target, rules()),
        ...(decision && { decision }),
        ...(ask && { ask }),
        ...(handed && { handed }),
      },
    ];
  });
  const { createdBy } = deployment;
  return { deploymentId, accesses, ...(createdBy && { createdBy }) };
}

/** What the button of a message written now would carry. */
export function revisionNow({ accesses }: Sight, accessId: string | undefined): string | undefined {
  const revisions = accesses.map(({ revision }) => revision);
  if (accessId === undefined) return wholeRevision(revisions);
  return accesses.find(({ want }) => want.accessId === accessId)?.revision;
}
