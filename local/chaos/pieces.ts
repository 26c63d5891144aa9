import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { type Specification, targetKey } from '../../shared/rules/specification.ts';
import type { Role } from '../aws/iam/role.ts';
import { ACCOUNT, type AwsCloud } from './aws-cloud.ts';
import type { GcpCloud } from './gcp-cloud.ts';

/** One thing that is in a policy or is not: its target's key, the place there, and what it is. */
export type Piece = string;

export const IMPERSONATE = 'roles/iam.serviceAccountTokenCreator';
const ATTACHED = 'attached';

export function piece(key: string, place: string, what: string): Piece {
  return `${key} ${place} ${what}`;
}

export function partsOf(entire: Piece): { key: string; place: string; what: string } {
  const [key = '', place = '', what = ''] = entire.split(' ');
  return { key, place, what };
}

/** What an identity must have for a specification to be fulfilled. */
export function piecesOf(identity: string, specification: Specification): readonly Piece[] {
  const key = targetKey(specification);
  switch (specification.kind) {
    case 'awsSharedRole':
      return [piece(key, trustPlace(specification.externalId), identity)];
    case 'awsOwnRole':
      return [
        piece(key, trustPlace(undefined), identity),
        ...specification.policies.map((arn) => piece(key, ATTACHED, arn)),
      ];
    case 'gcpImpersonate':
      return [piece(key, IMPERSONATE, identity)];
    default:
      return specification.roles.map((role) => piece(key, role, identity));
  }
}

function trustPlace(externalId: string | undefined): string {
  return `trust:${externalId ?? ''}`;
}

/** Whether it works, by the clouds' own decision. */
export function isIn(entire: Piece, aws: AwsCloud, gcp: GcpCloud): boolean {
  const { key, place, what } = partsOf(entire);
  if (key.startsWith('gcp-')) return gcp.holds(key, place, `serviceAccount:${what}`);
  const role = aws.role(key.split('/').at(-1) ?? '');
  if (role === undefined) return false;
  if (place === ATTACHED) return role.attached.includes(what);
  return aws.iam.canAssume(role.arn, what, place.slice('trust:'.length) || undefined);
}

/** What bears this installation's marks on a role; those who no longer live are left out. */
export function markedPieces(
  role: Role | undefined,
  installation: string,
  aws: AwsCloud,
): readonly Piece[] {
  if (role === undefined) return [];
  const own = role.path === `/deployment-authorizer/${installation}/`;
  const key = own ? `aws-own-role/${ACCOUNT}/${role.name}` : `aws-shared-role/${role.arn}`;
  const trusted = statementsOf(role.trust)
    .filter(({ Sid, Effect }) => isSidOf(installation, Sid) && Effect === 'Allow')
    .flatMap((statement) =>
      principalsOf(statement).flatMap((id) => {
        const arn = aws.state.principals.visibleArn(id, Number.POSITIVE_INFINITY);
        return arn === undefined ? [] : [piece(key, trustPlace(externalIdOf(statement)), arn)];
      }),
    );
  const attached = own ? role.attached.map((arn) => piece(key, ATTACHED, arn)) : [];
  return [...trusted, ...attached];
}

export function statementsOf({ Statement: statements }: TrustPolicy): readonly Statement[] {
  return [statements].flat();
}

export function principalsOf({ Principal: principal }: Statement): readonly string[] {
  if (principal === undefined || principal === '*') return [];
  return [principal.AWS ?? []].flat();
}

function externalIdOf({ Condition: condition }: Statement): string | undefined {
  const [value] = [condition?.StringEquals?.['sts:ExternalId']].flat();
  return value === undefined ? undefined : String(value);
}
