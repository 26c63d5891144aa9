import type { AccessRules, Target } from '../../shared/rules/access-rules.ts';
import { accountOf } from '../../shared/rules/kinds.ts';
import { ownRoleReads, ownRoleWrites } from './own-role-statements.ts';
import { allow, type Statement } from './statements.ts';

/**
 * What `grant-access` may do to IAM in each account, from the targets alone: no rule widens it.
 * An installation that previews only gets no action that writes.
 */
export function targetStatements(rules: AccessRules): ReadonlyMap<string, readonly Statement[]> {
  const { installation, mode } = rules;
  const reads = targetReads(rules);
  if (mode === 'preview') return reads;
  return new Map(
    targetsByAccount(rules).map(({ account, own, shared }) => {
      const writes = [
        ...sharedRoles(shared, 'iam:UpdateAssumeRolePolicy'),
        ...own.flatMap((target) => ownRoleWrites(target, installation)),
      ];
      return [account, [...(reads.get(account) ?? []), ...writes]];
    }),
  );
}

/** The part of it that looks and does not touch, for `operate` to preview with. */
export function targetReads(rules: AccessRules): ReadonlyMap<string, readonly Statement[]> {
  return new Map(
    targetsByAccount(rules).map(({ account, own, shared }) => {
      // IAM has no resource for this one: it answers the quotas of the account.
      const quota = allow(['iam:GetAccountSummary'], ['*']);
      return [account, [quota, ...sharedRoles(shared, 'iam:GetRole'), ...ownRoleReads(own)]];
    }),
  );
}

function targetsByAccount({ targets }: AccessRules) {
  const byAccount = Map.groupBy(
    Object.values(targets).filter(({ cloud }) => cloud === 'aws'),
    awsAccountOf,
  );
  const accounts = [...byAccount].sort(([a], [b]) => (a < b ? -1 : 1));
  return accounts.map(([account, here]) => ({
    account,
    own: here.filter((target) => target.kind === 'awsOwnRole').sort(byName),
    shared: here.flatMap((target) => (target.kind === 'awsSharedRole' ? [target.role] : [])),
  }));
}

function sharedRoles(roles: readonly string[], action: string): readonly Statement[] {
  return roles.length === 0 ? [] : [allow([action], [...new Set(roles)].sort())];
}

function awsAccountOf(target: Target): string {
  if (target.kind === 'awsOwnRole') return target.account;
  return target.kind === 'awsSharedRole' ? accountOf(target.role) : '';
}

function byName(a: Target, b: Target): number {
  return a.name < b.name ? -1 : 1;
}
