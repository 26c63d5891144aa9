import type { OwnRole } from './own-role.ts';
import { attachedByHand } from './own-role-pieces.ts';
import { policyAttachedByHand, roleLeft } from './own-role-problems.ts';
import type { OwnRoleView } from './own-role-view.ts';
import type { Ask } from './pieces.ts';
import type { Problem } from './plan.ts';
import { additionsTo, isAbandoned } from './rewrite-own-role.ts';
import { trustNotices } from './trust-notices.ts';

interface RoleAndPlan {
  /** In words. */
  readonly role: string;
  readonly current: OwnRole;
  /** As it should become. */
  readonly policy: OwnRole | undefined;
  readonly view: OwnRoleView;
  readonly asks: readonly Ask[];
  readonly quota: number;
}

/** What an operator should hear of a role of ours; of one that is deleted there is nothing to say. */
export function ownRoleNotices(about: RoleAndPlan): readonly Problem[] {
  const { role, current, policy, view, asks, quota } = about;
  if (policy === undefined) return [];
  const { trust, orphans } = view;
  const additions = additionsTo(current, asks, view);
  return [
    ...trustNotices({ role: `the ${role}`, policy: policy.trust, trust, asks, orphans, quota }),
    ...attachedByHand(current, asks).map((arn) => policyAttachedByHand(role, arn)),
    ...(isAbandoned(asks) ? [roleLeft(role, additions)] : []),
  ];
}
