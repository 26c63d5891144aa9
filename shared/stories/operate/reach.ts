import type { Cloud, Slot } from '../../deployment/deployment.ts';
import type { AccessItem, AccessState, Decided, DecisionItem, Want } from '../../record/items.ts';
import { placementDigest } from '../../record/placement.ts';
import type { AccessRecord } from '../../record/record.ts';
import type { Mode } from '../../rules/access-rules.ts';
import type { Specification } from '../../rules/specification.ts';
import { roleLeftBy } from '../grant-access/role-left.ts';

/** Whether one Deployment reaches one target, and by what right; or why it reaches nothing. */
export interface Reach {
  readonly deploymentId: string;
  readonly deployment: string;
  readonly workspace: string;
  readonly cloud: Cloud;
  /** `perhaps`: something was placed, or about to be, and then refused; the policy has the last word. */
  readonly reaches: 'yes' | 'no' | 'perhaps';
  readonly state: AccessState | 'nothing';
  readonly since: string;
  readonly accessId?: string;
  readonly target?: string;
  readonly targetKey?: string;
  readonly slot?: Slot;
  readonly identity?: string;
  readonly specification?: Specification;
  readonly rule?: string;
  readonly mode?: Mode;
  readonly rulesCommit?: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
  /** Somebody else's hand gave it. */
  readonly byHand?: boolean;
  readonly until?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly advice?: string;
}

/** What these Deployments reach as the record has it, an access or a Deployment without any each. */
export async function readReach(
  heads: readonly Decided[],
  record: AccessRecord,
): Promise<readonly Reach[]> {
  const wants = heads.flatMap((head) => head.wants);
  const rows = Map.groupBy(await rowsOf(heads, record), ({ deploymentId }) => deploymentId);
  const decisions = await record.decisions.get(wants.map(({ accessId }) => accessId));
  return heads.flatMap((head) => ofDeployment(head, rows.get(head.deployment.id) ?? [], decisions));
}

/**
 * A row that no want claims any more still tells of what is being taken back. On a shared target it
 * is found beside the others', and a role of its own where its Deployment is leaving it.
 */
async function rowsOf(heads: readonly Decided[], record: AccessRecord) {
  const places = heads.flatMap(({ wants, leaving = [] }) => [...wants, ...leaving]);
  const own = places.filter(({ targetKey }) => isOwnRole(targetKey));
  const shared = new Set(places.map(({ targetKey }) => targetKey).filter((key) => !isOwnRole(key)));
  const rows = [...(await record.accesses.get(own))];
  for (const targetKey of shared) rows.push(...(await record.accesses.onTarget(targetKey)));
  return rows.map(({ item }) => item);
}

function isOwnRole(targetKey: string): boolean {
  return targetKey.startsWith('aws-own-role/');
}

function ofDeployment(
  head: Decided,
  rows: readonly AccessItem[],
  decisions: ReadonlyMap<string, DecisionItem>,
): readonly Reach[] {
  const byId = new Map(rows.map((row) => [row.accessId, row]));
  const wanted = head.wants.map((want) => ({
    ...ofDeploymentItself(head),
    ...ofWant(want, head, decisions.get(want.accessId)),
    ...ofRow(byId.get(want.accessId), true),
  }));
  const known = new Set(head.wants.map(({ accessId }) => accessId));
  const unwanted = rows
    .filter((row) => !known.has(row.accessId) && (row.placed.length > 0 || roleLeftBy(row)))
    .map((row) => ({ ...ofDeploymentItself(head), ...ofRow(row, false) }));
  const all = [...wanted, ...unwanted];
  if (all.length > 0) return all;
  // One that is gone and has nothing left is history.
  return head.nothing?.code === 'gone' ? [] : [ofDeploymentItself(head)];
}

function ofDeploymentItself({ deployment, at, nothing }: Decided): Reach {
  const { id, name, workspaceId, workspaceName, cloud } = deployment;
  return {
    deploymentId: id,
    deployment: name,
    workspace: workspaceName ?? workspaceId,
    cloud,
    reaches: 'no',
    state: 'nothing',
    since: at,
    ...(nothing && { code: nothing.code, reason: nothing.text, advice: nothing.advice }),
  };
}

function ofWant(want: Want, { at, rules }: Decided, decision: DecisionItem | undefined) {
  const { accessId, target, targetKey, slot, identity, specification, rule, mode, until } = want;
  const isApproved =
    decision?.verdict === 'approved' && decision.placement === placementDigest(want);
  return {
    ...{ accessId, target, targetKey, slot, identity, specification, rule, mode, since: at },
    state: 'pending' as const,
    ...(rules.commit && { rulesCommit: rules.commit }),
    ...(isApproved && { approvedBy: decision.by, approvedAt: decision.at }),
    ...(until && { until }),
  };
}

function ofRow(row: AccessItem | undefined, wanted: boolean): Partial<Reach> {
  if (row === undefined) return {};
  const { accessId, targetKey, state, since, byHand, placed } = row;
  const reason = roleLeftBy(row) ?? row.reason;
  const identity = wanted ? undefined : placed[0]?.identity;
  return {
    ...{ accessId, targetKey, state, since, reaches: reaches(row) },
    ...(identity && { identity }),
    ...(byHand && { byHand }),
    ...(reason && { code: reason.code, reason: reason.text, advice: reason.advice }),
  };
}

function reaches({ state, placed }: AccessItem): Reach['reaches'] {
  if (state === 'granted') return 'yes';
  return placed.length > 0 && state !== 'revoked' ? 'perhaps' : 'no';
}
