import type { ConnectionAsk } from '../../shared/record/connection-asks.ts';
import type { DecisionItem, Want } from '../../shared/record/items.ts';
import type { Versioned } from '../../shared/record/record.ts';
import { revisionOf, wholeRevision } from '../../shared/record/revision.ts';
import type { Installation } from './installation.ts';

/** One access as its record has it, and what was decided about it. */
export interface Standing {
  readonly want: Want;
  readonly decision: Versioned<DecisionItem> | undefined;
  readonly ask: ConnectionAsk | undefined;
  readonly revision: string;
  /** All that a person saw who saw its button, in the model's own words. */
  readonly shown: string;
}

/** How a Deployment's accesses stand when somebody presses. */
export interface StandingNow {
  readonly name: string;
  readonly workspaceId: string;
  readonly createdBy: string;
  readonly accesses: readonly Standing[];
}

export async function standingNow(
  { record }: Installation,
  deploymentId: string,
): Promise<StandingNow | undefined> {
  const decided = (await record.deployments.get([deploymentId])).get(deploymentId)?.decided;
  if (decided === undefined) return undefined;
  const { name, workspaceId, createdBy = '' } = decided.deployment;
  const ids = decided.wants.map(({ accessId }) => accessId);
  const asks = await record.connectionAsks.get(ids);
  const rows = await record.accesses.get(decided.wants);
  const accesses: Standing[] = [];
  for (const want of decided.wants) {
    const row = rows.find(({ item }) => item.accessId === want.accessId)?.item;
    if (row === undefined) continue;
    const decision = await record.decisions.find(want.accessId);
    const { identity, specification, mode, until, withheld, kept } = want;
    const { verdict, at } = decision?.item ?? {};
    const seen = [identity, specification, mode, until, withheld, kept, row.state, verdict, at];
    const revision = revisionOf(want, row, decision?.item);
    const ask = asks.get(want.accessId);
    accesses.push({ want, decision, ask, revision, shown: JSON.stringify(seen) });
  }
  return { name, workspaceId, createdBy, accesses };
}

/** Those that a button is about. */
export function concerned(
  { accesses }: StandingNow,
  accessId: string | undefined,
): readonly Standing[] {
  return accesses.filter(({ want }) => accessId === undefined || want.accessId === accessId);
}

export function revisionNow(standing: StandingNow, accessId: string | undefined): string {
  const revisions = concerned(standing, accessId).map(({ revision }) => revision);
  return accessId === undefined ? wholeRevision(revisions) : (revisions[0] ?? '');
}

export function shownNow(standing: StandingNow, accessId: string | undefined): string {
  return concerned(standing, accessId)
    .map(({ shown }) => shown)
    .toSorted()
    .join('\n');
}
