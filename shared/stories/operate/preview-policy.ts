import { PolicyRefusedError } from '../../cloud/errors.ts';
import type { Target } from '../../cloud/target.ts';
import type { Claim } from '../../policy/claim.ts';
import type { Plan, Problem, Standing } from '../../policy/plan.ts';
import type { Decided } from '../../record/items.ts';
import { claimOf } from '../../record/order.ts';
import { asIfGranted } from '../grant-access/as-if-granted.ts';
import type { Situation } from '../grant-access/situation.ts';
import type { PreviewTools } from './preview.ts';
import { type Head, previewSituations, wantsOn } from './preview-situations.ts';

/** One policy as it is and as it would be; null where there is none. */
export interface PolicyPreview {
  readonly targetKey: string;
  /** What the access rules call it. */
  readonly targets: readonly string[];
  readonly changes: boolean;
  readonly before: unknown;
  readonly after: unknown;
  /** Those of the Deployment that was asked about. */
  readonly accesses: readonly AccessPreview[];
  /** Accesses of other Deployments that the same write would give or take. */
  readonly others: number;
  readonly notices: readonly Problem[];
  /** Why the policy could not be looked at: nothing is known of it then. */
  readonly unreadable?: Problem;
}

export interface AccessPreview {
  readonly accessId: string;
  readonly target: string;
  readonly identity?: string;
  /** `adding` and `removing` are what the write would do; the others stand as they stand. */
  readonly standing: Standing['kind'];
  /** Why it would be refused; or what it would wait for, though the change is shown. */
  readonly problem?: Problem;
}

/** As `grant-access` would plan it, with all that this Deployment should reach taken for approved. */
export async function previewPolicy(
  targetKey: string,
  head: Head,
  tools: PreviewTools,
): Promise<PolicyPreview> {
  const situations = await previewSituations(head, targetKey, tools);
  const mine = (one: Situation) => one.access.item.deploymentId === head.deploymentId;
  const claims = situations.map((one) => (mine(one) ? asked(one) : one.claim));
  const sight = await look(targetKey, head.deploymentId, claims, tools);
  const { plan, before, unreadable } = sight;
  const changed = plan?.change.kind === 'write';
  const others = situations.filter((one) => !mine(one) && moves(one, plan));
  return {
    targetKey,
    targets: [...new Set(wantsOn(targetKey, head.decided).map(({ target }) => target))],
    changes: changed,
    before: before ?? null,
    after: (plan?.change.kind === 'write' ? plan.change.policy : before) ?? null,
    accesses: situations.filter(mine).map((one) => accessPreview(one, plan, head.decided)),
    others: others.length,
    notices: plan?.notices ?? [],
    ...(unreadable && { unreadable }),
  };
}

/** What only a mode holds back, or an identity that was not visible, is shown as if it went on. */
function asked(situation: Situation): Claim {
  const { access, order } = situation;
  return order.kind === 'grant' ? claimOf(access.item, order, false) : asIfGranted(situation);
}

interface Sight {
  readonly before?: unknown;
  readonly plan?: Plan<unknown>;
  readonly unreadable?: Problem;
}

async function look(
  targetKey: string,
  about: string,
  claims: readonly Claim[],
  { open }: PreviewTools,
): Promise<Sight> {
  const target: Pick<Target<unknown>, 'read' | 'plan'> = open(targetKey, about);
  try {
    const before = await target.read();
    return { before, plan: target.plan(before, claims, new Set()) };
  } catch (error) {
    if (!(error instanceof PolicyRefusedError)) throw error;
    const { code, message: text, advice } = error;
    return { unreadable: { code, text, advice } };
  }
}

function moves({ access }: Situation, plan: Plan<unknown> | undefined): boolean {
  const kind = plan?.standings.get(access.item.accessId)?.kind;
  return kind === 'adding' || kind === 'removing';
}

function accessPreview(
  { access, order }: Situation,
  plan: Plan<unknown> | undefined,
  decided: Decided,
): AccessPreview {
  const { accessId, targetKey, placed } = access.item;
  const want = wantsOn(targetKey, decided).find((one) => one.accessId === accessId);
  const standing = plan?.standings.get(accessId) ?? { kind: 'absent' };
  const waits = order.kind === 'grant' ? undefined : order.why;
  const problem = standing.kind === 'refused' ? standing.problem : waits;
  const identity = want?.identity ?? placed[0]?.identity;
  return {
    accessId,
    target: want?.target ?? targetKey,
    ...(identity && { identity }),
    standing: standing.kind,
    ...(problem && { problem }),
  };
}
