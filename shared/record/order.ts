import type { Claim } from '../policy/claim.ts';
import type { Problem } from '../policy/plan.ts';
import { digest } from '../runtime/json.ts';
import type { AccessItem, DecisionItem, DeploymentItem, Want } from './items.ts';
import {
  denied,
  ENDING,
  held,
  INCOMPLETE,
  KEPT,
  PREVIEW,
  UNAPPROVED,
  UNWANTED,
  WITHHELD,
} from './order-reasons.ts';
import { everPlaced, placementDigest, placementOf } from './placement.ts';
import { isDenied, isGiven, isKept, staying } from './verdict.ts';

/** What the record says should become of one access now. */
export type Order = Asked &
  (
    | { readonly kind: 'grant'; readonly want: Want }
    /** Left as it stands, whatever stands: neither given nor taken. */
    | { readonly kind: 'keep'; readonly want?: Want; readonly why: Problem }
    | { readonly kind: 'withdraw'; readonly why: Problem }
  );

interface Asked {
  /** When a person last decided on it, or asked for another try. */
  readonly asked?: string;
}

export function orderFor(
  access: AccessItem,
  deployment: DeploymentItem | undefined,
  decision: DecisionItem | undefined,
): Order {
  const order = recorded(access, deployment, decision);
  return decision === undefined ? order : { ...order, asked: decision.at };
}

function recorded(
  access: AccessItem,
  deployment: DeploymentItem | undefined,
  decision: DecisionItem | undefined,
): Order {
  // A row without its Deployment is a record that lost something, and takes nothing from anybody.
  if (deployment?.decided === undefined) return { kind: 'keep', why: INCOMPLETE };
  const want = deployment.decided.wants.find(({ accessId }) => accessId === access.accessId);
  if (want === undefined) return { kind: 'withdraw', why: UNWANTED };
  if (isDenied(want, decision)) return { kind: 'withdraw', why: denied(decision) };
  if (decision?.verdict === 'held')
    return { kind: 'keep', want: staying(want), why: held(decision) };
  return isGiven(want) ? given(want, decision) : noLongerGiven(want, decision);
}

function given(want: Want, decision: DecisionItem | undefined): Order {
  if (want.mode === 'preview') return { kind: 'keep', want, why: PREVIEW };
  const approved = decision?.verdict === 'approved' && decision.placement === placementDigest(want);
  if (want.mode === 'approve' && !approved) return { kind: 'keep', want, why: UNAPPROVED };
  return { kind: 'grant', want };
}

/** What ends stays until `decide-access` drops its want: the clock alone takes nothing. */
function noLongerGiven(want: Want, decision: DecisionItem | undefined): Order {
  if (want.withheld) return { kind: 'keep', want, why: WITHHELD };
  if (want.kept || isKept(want, decision)) {
    return { kind: 'keep', want: staying(want), why: KEPT(decision?.by) };
  }
  return { kind: 'keep', want, why: ENDING };
}

/** Of everything that a state answers to; an access whose `answers` is another one is unsettled. */
export function orderDigest(order: Order): string {
  const { kind, asked } = order;
  if (kind === 'withdraw') return digest([kind, order.why.code, asked]);
  const placement = order.want && placementDigest(order.want);
  const why = kind === 'keep' ? order.why.code : null;
  const adopt = order.want?.adopt ? ['adopt'] : [];
  return digest([kind, placement, why, order.want?.until, asked, ...adopt]);
}

/** Whether grant-access has something to do for this access now. */
export function isUnsettled(
  access: AccessItem,
  due: string | undefined,
  order: Order,
  now: Date,
): boolean {
  if (order.kind === 'keep' && order.why.code === INCOMPLETE.code) return false;
  if (due !== undefined && due <= now.toISOString()) return true;
  return access.answers !== orderDigest(order);
}

export function claimOf(access: AccessItem, order: Order, barred: boolean): Claim {
  const { accessId } = access;
  return {
    accessId,
    placed: everPlaced(access),
    since: access.createdAt,
    ...(order.kind === 'grant' && { wanted: placementOf(order.want) }),
    ...(order.kind === 'grant' && order.want.adopt && { adopt: true }),
    ...((barred || order.kind === 'keep') && { barred: true }),
  };
}
