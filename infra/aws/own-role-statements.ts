import { ownRolePath, ownRoleTags } from '../../shared/policy/own-role-marks.ts';
import type { Target } from '../../shared/rules/access-rules.ts';
import { type Sub, sub } from './names.ts';
import { allow, type Condition, type Statement } from './statements.ts';

type OwnRoleTarget = Extract<Target, { readonly kind: 'awsOwnRole' }>;

/** A role's name that is too long keeps so many characters of its beginning. */
const KEPT = 55;

/**
 * Whose the role of a name is. IAM asks for a role that does not exist without its path, and for
 * a stranger's with whatever path it has: neither may look like "denied".
 */
export function ownRoleReads(targets: readonly OwnRoleTarget[]): readonly Statement[] {
  if (targets.length === 0) return [];
  const places = targets.flatMap((target) => [roles(target, ''), roles(target, '*/')]);
  const distinct = new Map(places.map((place) => [place['Fn::Sub'], place]));
  const actions = ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'];
  return [allow(actions, [...distinct.values()])];
}

/** Making, changing and deleting roles of the target's names, on our own path only. */
export function ownRoleWrites(target: OwnRoleTarget, installation: string): readonly Statement[] {
  const ours = [roles(target, ownRolePath(installation).slice(1))];
  const { policies, permissionsBoundary } = target;
  const bounded: Condition =
    permissionsBoundary === undefined
      ? {}
      : { StringEquals: { 'iam:PermissionsBoundary': permissionsBoundary } };
  const listed = { ArnEquals: { 'iam:PolicyARN': [...policies].sort() } };
  return [
    allow(['iam:CreateRole'], ours, bounded),
    allow(['iam:TagRole'], ours, onlyOurTags(installation)),
    ...(permissionsBoundary ? [allow(['iam:PutRolePermissionsBoundary'], ours, bounded)] : []),
    ...(policies.length > 0
      ? [allow(['iam:AttachRolePolicy'], ours, { ...bounded, ...listed })]
      : []),
    // Without `iam:PolicyARN`: what a target no longer lists has to come off as well.
    allow(['iam:DeleteRole', 'iam:DetachRolePolicy', 'iam:UpdateAssumeRolePolicy'], ours),
  ];
}

function onlyOurTags(installation: string): Condition {
  const tags = Object.keys(ownRoleTags(installation, '')).sort();
  return {
    StringEquals: { 'aws:RequestTag/deployment-authorizer:installation': installation },
    'ForAllValues:StringEquals': { 'aws:TagKeys': tags },
  };
}

/** All roles that the target's template can name: what stands before its first placeholder. */
function roles({ account, roleName }: OwnRoleTarget, path: string): Sub {
  const beginning = (roleName.split('{')[0] ?? '').slice(0, KEPT);
  return sub(`arn:\${AWS::Partition}:iam::${account}:role/${path}${beginning}*`);
}
