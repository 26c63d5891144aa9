import type { AllowPolicy } from './allow-policy.ts';
import { countMembers, rebind, unconditionalMembers } from './bindings.ts';
import type { Claim } from './claim.ts';
import type { Plan, PlanContext } from './plan.ts';
import { planMembers } from './plan-members.ts';

/** An allow policy of Google Cloud, of a project, a bucket or a service account. */
export function planAllowPolicy(
  current: AllowPolicy,
  claims: readonly Claim[],
  context: PlanContext,
): Plan<AllowPolicy> {
  const bindings = { members: unconditionalMembers, count: countMembers, changed: rebind };
  return planMembers(current, claims, context, bindings);
}
