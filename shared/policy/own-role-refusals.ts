import { canonicalJson } from '../runtime/json.ts';
import type { Claim } from './claim.ts';
import { isOwnRole, type OwnRoleSpecification } from './own-role-marks.ts';
import { contradictingSpecifications } from './own-role-problems.ts';
import type { Problem } from './plan.ts';
import { isWide } from './principals.ts';
import { widePrincipal } from './problems.ts';

/** Where two claims disagree about the role, neither is right; what there is stays. */
export function ownRoleRefusals(
  claims: readonly Claim[],
  role: string,
): ReadonlyMap<string, Problem> {
  const specifications = claims.flatMap(({ wanted }) => (wanted ? [wanted.specification] : []));
  const forms = new Set(specifications.filter(isOwnRole).map(form));
  const refused = new Map<string, Problem>();
  for (const { accessId, barred, wanted } of claims) {
    if (barred || wanted === undefined) continue;
    if (forms.size > 1) refused.set(accessId, contradictingSpecifications(role));
    else if (isWide(wanted.identity))
      refused.set(accessId, widePrincipal(`the ${role}`, wanted.identity));
  }
  return refused;
}

function form(specification: OwnRoleSpecification): string {
  return canonicalJson({ ...specification, policies: [...new Set(specification.policies)].sort() });
}
