import type { Claim } from './claim.ts';
import { byPlace, type Difference } from './pieces.ts';
import { awsPrincipals } from './principals.ts';
import { samePolicy, statementsOf } from './same-policy.ts';
import { isSidOf, trustSid } from './sid.ts';
import type { Statement, TrustPolicy } from './trust-policy.ts';
import { closingStatement, isClosing, trustStatement } from './trust-statements.ts';

/** The policy with our statements changed; everybody else's are the very same, in the same order. */
export function rewriteTrust(
  current: TrustPolicy,
  { add, remove }: Difference,
  claims: readonly Claim[],
  installation: string,
): TrustPolicy {
  const [added, removed] = [byPlace(add), byPlace(remove)];
  const before = statementsOf(current);
  const kept = before
    .filter((one) => !(isSidOf(installation, one.Sid) && isClosing(one, installation)))
    .flatMap((one) => change(one, added.get(one.Sid ?? ''), removed.get(one.Sid ?? '')));
  const fresh = externalIds(claims)
    .map((externalId) => ({ externalId, sid: trustSid(installation, externalId) }))
    .filter(({ sid }) => added.has(sid) && !before.some((one) => one.Sid === sid))
    .toSorted((one, other) => (one.sid < other.sid ? -1 : 1))
    .map(({ externalId, sid }) => trustStatement(installation, externalId, added.get(sid) ?? []));
  const after = [...kept, ...fresh];
  // IAM refuses a policy without statements, and deleting the role is not ours to do.
  const closed = after.length === 0 && before.length > 0 ? [closingStatement(installation)] : after;
  const policy = { ...current, Statement: closed };
  return samePolicy(current, policy) ? current : policy;
}

function change(
  statement: Statement,
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly Statement[] {
  if (added.length === 0 && removed.length === 0) return [statement];
  const left = awsPrincipals(statement).filter((principal) => !removed.includes(principal));
  const principals = [...new Set([...left, ...added])].sort();
  return principals.length === 0 ? [] : [{ ...statement, Principal: { AWS: principals } }];
}

/** Of all that is wanted; a Sid has only a digest of it. */
function externalIds(claims: readonly Claim[]): readonly (string | undefined)[] {
  const wanted = claims.flatMap(({ wanted }) => (wanted ? [wanted.specification] : []));
  const ids = wanted.map((one) => ('externalId' in one ? one.externalId : undefined));
  return [...new Set(ids)];
}
