import type { Xml } from '../wire/xml.ts';

/** What an account may have; each is raised through Service Quotas. */
export interface Quotas {
  /** Characters of a trust policy, white space not counted. */
  readonly trustPolicySize: number;
  readonly roles: number;
  readonly policiesPerRole: number;
}

export const DEFAULT_QUOTAS: Quotas = { trustPolicySize: 2_048, roles: 1_000, policiesPerRole: 10 };

/** The part of `GetAccountSummary` that concerns roles. */
export function accountSummary(quotas: Quotas, roles: number): Xml {
  const summary: Record<string, number> = {
    AssumeRolePolicySizeQuota: quotas.trustPolicySize,
    AttachedPoliciesPerRoleQuota: quotas.policiesPerRole,
    PolicySizeQuota: 6_144,
    RolePolicySizeQuota: 10_240,
    Roles: roles,
    RolesQuota: quotas.roles,
  };
  const entry = Object.entries(summary).map(([key, value]): Xml => ({ key, value }));
  return { SummaryMap: { entry } };
}
