import type { Claim } from './claim.ts';
import type { OwnRole } from './own-role.ts';
import { isMarkedFor, specificationOf } from './own-role-marks.ts';
import { ownRoleAsks } from './own-role-pieces.ts';
import { roleNameTaken } from './own-role-problems.ts';
import type { Standing } from './plan.ts';
import { viewTrust } from './trust-view.ts';

/** Claims for which this role was not made: it is never adopted, and nothing of it is changed. */
export function strangersTo(
  role: OwnRole | undefined,
  claims: readonly Claim[],
  installation: string,
): ReadonlyMap<string, Standing> {
  if (role === undefined) return new Map();
  return new Map(
    claims.flatMap((claim) => {
      const standing = strangerStanding(role, claim, installation);
      return standing ? [[claim.accessId, standing] as const] : [];
    }),
  );
}

function strangerStanding(role: OwnRole, claim: Claim, installation: string): Standing | undefined {
  const specification = specificationOf(claim);
  if (specification === undefined || isMarkedFor(role, specification, installation))
    return undefined;
  const { marked } = viewTrust(role.trust, installation);
  const asked = ownRoleAsks([claim], installation).flatMap(
    ({ wanted, placed }) => wanted ?? placed,
  );
  const letIn = asked.some((entire) => marked.has(entire));
  if (claim.barred) return { kind: letIn ? 'present' : 'absent' };
  // Gone from our hands, but still let in: nobody may read that it was revoked.
  if (claim.wanted === undefined && !letIn) return { kind: 'absent' };
  return { kind: 'refused', problem: roleNameTaken(role, specification) };
}
