import type { Claim, Placement } from '../../shared/policy/claim.ts';
import type { Change, Plan, PlanContext } from '../../shared/policy/plan.ts';
import type { Specification } from '../../shared/rules/specification.ts';

export const ROLE = 'arn:aws:iam::999988887777:role/redshift-loader';
export const ANNA = 'arn:aws:iam::111122223333:role/astro-anna';
export const BEN = 'arn:aws:iam::111122223333:role/astro-ben';
export const CLEO = 'arn:aws:iam::111122223333:role/astro-cleo';

export const CONTEXT: PlanContext = { installation: 'prod', rejected: new Set(), quota: 2048 };

export function context(changes: Partial<PlanContext>): PlanContext {
  return { ...CONTEXT, ...changes };
}

export function placement(identity: string, specification: Specification): Placement {
  return { identity, specification };
}

/** What lets an identity into the shared role, under an ExternalId where one is given. */
export function letIn(identity: string, externalId?: string): Placement {
  const shared = { kind: 'awsSharedRole', role: ROLE } as const;
  return placement(identity, externalId === undefined ? shared : { ...shared, externalId });
}

export function claim(accessId: string, rest: Partial<Omit<Claim, 'accessId'>> = {}): Claim {
  return { accessId, placed: [], since: '2026-11-01T00:00:00.000Z', ...rest };
}

/** Wanted, and nothing placed for it as yet. */
export function wants(accessId: string, wanted: Placement, rest: Partial<Claim> = {}): Claim {
  return claim(accessId, { wanted, ...rest });
}

/** Placed once, and wanted no more. */
export function ended(accessId: string, ...placed: readonly Placement[]): Claim {
  return claim(accessId, { placed });
}

export function kinds(plan: Plan<unknown>): Readonly<Record<string, string>> {
  return Object.fromEntries([...plan.standings].map(([id, { kind }]) => [id, kind]));
}

export function problemCodes(plan: Plan<unknown>): Readonly<Record<string, string>> {
  const refused = [...plan.standings].flatMap(([id, standing]) =>
    standing.kind === 'refused' ? [[id, standing.problem.code] as const] : [],
  );
  return Object.fromEntries(refused);
}

/** The policy as it is after the plan. */
export function applied<Policy>(current: Policy, { change }: { change: Change<Policy> }): Policy {
  return change.kind === 'write' ? change.policy : current;
}
