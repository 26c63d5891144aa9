import type { Connection } from '../../handover/connection.ts';
import { connectionOf } from '../../handover/connection-of.ts';
import type { ConnectionAsk } from '../../record/connection-asks.ts';
import type { HandedOver } from '../../record/handovers.ts';
import type { AccessItem, Decided, DecisionItem, Want } from '../../record/items.ts';
import type { Versioned } from '../../record/record.ts';
import { revisionOf } from '../../record/revision.ts';
import type { AccessRules, ConnectionRule } from '../../rules/access-rules.ts';
import { sayOver } from '../../rules/say.ts';
import { after } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';
import type { AccessView } from '../../slack/view.ts';
import { IDENTITY_PATIENCE } from '../grant-access/outcome.ts';

/** What is looked up once for all accesses of a Deployment. */
export interface Known {
  readonly deployment: Decided['deployment'];
  readonly rules: AccessRules;
  readonly decisions: ReadonlyMap<string, DecisionItem>;
  readonly asks: ReadonlyMap<string, ConnectionAsk>;
  readonly handed: readonly HandedOver[];
}

/** One access as its row and its want have it. */
export function accessView(want: Want, row: Versioned<AccessItem>, known: Known): AccessView {
  const { rules, deployment, decisions } = known;
  const { item, due } = row;
  const { accessId, target, rule, slot, mode, identity, specification, until } = want;
  const connection =
    want.connection && connectionOf(specification, want.connection, rules.installation);
  return {
    accessId,
    target,
    rule,
    slot,
    mode,
    identity,
    specification,
    state: item.state,
    since: item.since,
    notices: item.notices ?? [],
    byHand: item.byHand ?? false,
    ...(isUngiven(item, decisions.get(accessId)) && { ungiven: true }),
    revision: revisionOf(want, item, decisions.get(accessId)),
    ...sayOver(deployment, target, rules),
    ...(connection && { connection, handover: handoverView(want, connection, known) }),
    ...(want.kept && { kept: true }),
    ...(item.proposal && { proposal: item.proposal }),
    ...(item.drift && { drift: item.drift }),
    ...(item.reason && { reason: item.reason }),
    ...(due && { due }),
    ...deadlineOf(row),
    ...(until && { until }),
  };
}

/** When a person is called, or an approval is asked for no more. */
function deadlineOf({ item, due }: Versioned<AccessItem>): Pick<AccessView, 'deadline'> {
  const { waits, state, reason } = item;
  if (waits) return { deadline: after(new Date(waits.since), IDENTITY_PATIENCE) };
  const open = state === 'waiting' && reason?.code === 'approval';
  return open && due ? { deadline: due } : {};
}

/** Whether the denial found nothing to take: every write is noted ahead of it. */
function isUngiven({ state, reason, wrote }: AccessItem, decision?: DecisionItem): boolean {
  if (state !== 'revoked' || reason?.code !== 'denied' || decision === undefined) return false;
  return wrote?.what !== 'removing' || wrote.at < decision.at;
}

/** Of one decided before there was a choice, what is the default now. */
function handoverView(want: Want, connection: Connection, { asks, handed }: Known) {
  const { accessId } = want;
  const { create = 'ask', via = 'environment-manager' }: Partial<ConnectionRule> =
    want.connection ?? {};
  const done = handed.find((one) => one.accessId === accessId);
  const ask = asks.get(accessId);
  const asked = ask?.connection === digest(connection) && ask.at !== done?.answers;
  return { create, via, ...(done && { done }), ...(asked && ({ asked } as const)) };
}
