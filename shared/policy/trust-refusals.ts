import type { Claim } from './claim.ts';
import { type Ask, difference, type View, whatOf } from './pieces.ts';
import type { Problem } from './plan.ts';
import { isSamePartition, isWide } from './principals.ts';
import { externalIdConflict, otherPartition, widePrincipal } from './problems.ts';

/** Whom we would not let in whatever room there is; who is in already stays. */
export function trustRefusals(
  asks: readonly Ask[],
  claims: readonly Claim[],
  view: View,
  role: string,
): ReadonlyMap<string, Problem> {
  const { add } = difference(asks, view);
  const conflict = withAndWithoutExternalId(claims);
  const refused = new Map<string, Problem>();
  for (const { accessId, barred, wanted = [] } of asks) {
    const missing = barred ? undefined : wanted.find((entire) => add.has(entire));
    if (missing === undefined) continue;
    const identity = whatOf(missing);
    if (isWide(identity)) refused.set(accessId, widePrincipal(role, identity));
    else if (!isSamePartition(identity, role))
      refused.set(accessId, otherPartition(role, identity));
    else if (conflict) refused.set(accessId, externalIdConflict(role));
  }
  return refused;
}

function withAndWithoutExternalId(claims: readonly Claim[]): boolean {
  const kinds = claims.flatMap(({ wanted }) => {
    if (wanted?.specification.kind !== 'awsSharedRole') return [];
    return [wanted.specification.externalId === undefined];
  });
  return new Set(kinds).size > 1;
}
