import type { Claim } from '../../shared/policy/claim.ts';
import type { Plan } from '../../shared/policy/plan.ts';
import { planTrustPolicy } from '../../shared/policy/plan-trust-policy.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import { CONTEXT } from './claims.ts';
import { frozen } from './frozen.ts';

export const OIDC: Statement = {
  Sid: 'ByHand',
  Effect: 'Allow',
  Principal: { Federated: 'arn:aws:iam::999988887777:oidc-provider/ci' },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringEquals: { 'ci:sub': ['b', 'a'] } },
};
export const CLOSED = closingStatement('prod');
export const ORPHAN = 'AROAEXAMPLEID1234567';

export function policy(...statements: readonly Statement[]): TrustPolicy {
  return { Version: '2012-10-17', Statement: statements };
}

export function ours(...principals: readonly string[]): Statement {
  return trustStatement('prod', undefined, principals);
}

export function under(externalId: string, ...principals: readonly string[]): Statement {
  return trustStatement('prod', externalId, principals);
}

export function byHand(...principals: readonly string[]): Statement {
  return { Effect: 'Allow', Principal: { AWS: principals }, Action: ['sts:AssumeRole'] };
}

export function plan(
  current: TrustPolicy,
  claims: readonly Claim[],
  with_ = CONTEXT,
): Plan<TrustPolicy> {
  return planTrustPolicy(frozen(current), frozen(claims), with_);
}
