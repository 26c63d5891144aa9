import type { Claim } from './claim.ts';
import type { OwnRole } from './own-role.ts';
import { isOwnRole, ownRolePath, ownRoleTags } from './own-role-marks.ts';
import { attachedByHand, attachedIn, boundaryIn, isOfTrust } from './own-role-pieces.ts';
import type { OwnRoleView } from './own-role-view.ts';
import type { Ask, Difference } from './pieces.ts';
import { rewriteTrust } from './rewrite-trust.ts';
import type { TrustPolicy } from './trust-policy.ts';

const NOBODY: TrustPolicy = { Version: '2012-10-17', Statement: [] };

/** A new role; none where nobody would be let in. */
export function createdRole(
  change: Difference,
  claims: readonly Claim[],
  installation: string,
): OwnRole | undefined {
  const wanted = claims.flatMap((claim) => (claim.wanted ? [claim.wanted.specification] : []));
  const specification = wanted.find(isOwnRole);
  if (specification === undefined || ![...change.add].some(isOfTrust)) return undefined;
  const boundary = boundaryIn(change.add);
  return {
    path: ownRolePath(installation),
    tags: ownRoleTags(installation, specification.deploymentId),
    trust: rewriteTrust(NOBODY, change, claims, installation),
    attached: attachedIn(change.add),
    inline: [],
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
  };
}

/** The same role with our part of it changed; the very same where nothing changes. */
export function changedRole(
  current: OwnRole,
  change: Difference,
  claims: readonly Claim[],
  installation: string,
): OwnRole {
  const trust = rewriteTrust(current.trust, change, claims, installation);
  const detached = attachedIn(change.remove);
  const added = attachedIn(change.add);
  const boundary = boundaryIn(change.add);
  const settled = detached.length === 0 && added.length === 0 && boundary === undefined;
  if (settled && trust === current.trust) return current;
  const kept = current.attached.filter((arn) => !detached.includes(arn));
  return {
    ...current,
    trust,
    attached: [...kept, ...added].sort(),
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
  };
}

/** We placed it and nobody wants it any more, nor may anybody be waiting for it. */
export function isAbandoned(asks: readonly Ask[]): boolean {
  const ended = asks.every((ask) => !ask.barred && ask.wanted === undefined);
  return ended && asks.some((ask) => ask.placed.length > 0);
}

/** What others have put on a role of ours, in words; with it the role is not deleted. */
export function additionsTo(
  role: OwnRole,
  asks: readonly Ask[],
  { trust, unclaimed }: OwnRoleView,
): readonly string[] {
  return [
    ...trust.foreign.map(({ Sid }) => (Sid ? `the statement ${Sid}` : 'a statement without a Sid')),
    ...unclaimed.map((principal) => `the principal ${principal}`),
    ...attachedByHand(role, asks).map((arn) => `the policy ${arn}`),
    ...role.inline.map((name) => `the inline policy ${name}`),
  ];
}
