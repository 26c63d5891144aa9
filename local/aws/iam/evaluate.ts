import type { Principal, Statement, TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import { conditionsHold, type RequestContext } from './conditions.ts';

export interface AssumeRequest {
  /** The ARN of the role or user that asks. */
  readonly principal: string;
  /** Its unique id; nothing when it does not exist. */
  readonly principalId: string | undefined;
  readonly externalId?: string | undefined;
}

/** Whether a trust policy, as IAM keeps it, lets this principal assume its role. */
export function trusts(saved: TrustPolicy, request: AssumeRequest): boolean {
  if (request.principalId === undefined) return false;
  const account = request.principal.split(':')[4];
  const context: RequestContext = {
    'sts:externalid': request.externalId,
    'aws:principalarn': request.principal,
    'aws:principalaccount': account,
    'aws:principaltype': 'AssumedRole',
  };
  const concerned = [saved.Statement]
    .flat()
    .filter((statement) => coversAssumeRole(statement) && concerns(statement, request))
    .filter((statement) => conditionsHold(statement.Condition, context));
  return concerned.length > 0 && concerned.every(({ Effect }) => Effect === 'Allow');
}

function coversAssumeRole(statement: Statement): boolean {
  if (statement.Action !== undefined) return names(statement.Action);
  return statement.NotAction !== undefined && !names(statement.NotAction);
}

function names(actions: string | readonly string[]): boolean {
  return [actions].flat().some((action) => {
    const lower = action.toLowerCase();
    if (!lower.endsWith('*')) return lower === 'sts:assumerole';
    return 'sts:assumerole'.startsWith(lower.slice(0, -1));
  });
}

function concerns(statement: Statement, request: AssumeRequest): boolean {
  if (statement.Principal !== undefined) return includes(statement.Principal, request);
  return statement.NotPrincipal !== undefined && !includes(statement.NotPrincipal, request);
}

function includes(principal: Principal, { principal: arn, principalId }: AssumeRequest): boolean {
  if (principal === '*') return true;
  const [, partition, , , account] = arn.split(':');
  const root = `arn:${partition}:iam::${account}:root`;
  return [principal.AWS ?? []]
    .flat()
    .some((name) => ['*', root, account, principalId].includes(name));
}
