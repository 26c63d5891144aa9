import { countEntries, entryMembers, reenter } from './access-entries.ts';
import type { Claim } from './claim.ts';
import type { DatasetAccess } from './dataset-access.ts';
import type { Plan, PlanContext } from './plan.ts';
import { planMembers } from './plan-members.ts';

/** The access list of a BigQuery dataset. */
export function planDatasetAccess(
  current: DatasetAccess,
  claims: readonly Claim[],
  context: PlanContext,
): Plan<DatasetAccess> {
  const entries = { members: entryMembers, count: countEntries, changed: reenter };
  return planMembers(current, claims, context, entries);
}
