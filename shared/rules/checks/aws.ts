import { refusedPolicy } from '../dangerous-roles.ts';
import type { RulesDraft, TargetDraft } from '../draft.ts';
import { items, parts, twice } from '../draft.ts';
import { accountOf } from '../kinds.ts';
import { didYouMean } from '../nearest.ts';
import type { Finding } from '../problem.ts';
import { expectedLength, LONGEST_ROLE_NAME, PLACEHOLDERS, placeholdersOf } from '../role-name.ts';

/** What targets on AWS can be wrong in, each by itself and with the others. */
export function awsFindings(draft: RulesDraft): readonly Finding[] {
  const targets = parts(draft.targets);
  return [
    ...targets.flatMap(([name, { awsOwnRole }]) =>
      awsOwnRole === undefined ? [] : ownRoleFindings(name, awsOwnRole),
    ),
    ...sharedRoleFindings(targets),
    ...sameNameFindings(targets),
  ];
}

type OwnRoleDraft = NonNullable<TargetDraft['awsOwnRole']>;

function ownRoleFindings(name: string, role: OwnRoleDraft): readonly Finding[] {
  const path = ['targets', name, 'awsOwnRole'];
  return [
    ...(role.name === undefined ? [] : templateFindings([...path, 'name'], role.name)),
    ...items(role.policies).flatMap(([index, policy]) =>
      policyFindings([...path, 'policies', index], policy, role.account),
    ),
    ...twice(role.policies).map((index) => ({
      path: [...path, 'policies', index],
      message: 'stands here twice',
    })),
    ...(role.permissionsBoundary === undefined
      ? []
      : policyFindings([...path, 'permissionsBoundary'], role.permissionsBoundary, role.account)),
    ...partitionFindings(path, role),
  ];
}

function templateFindings(path: Finding['path'], template: string): readonly Finding[] {
  const placeholders = placeholdersOf(template);
  const unknown = placeholders.filter((name) => !PLACEHOLDERS.some((known) => known === name));
  if (unknown.length > 0) {
    return unknown.map((name) => ({
      path,
      message: `{${name}} is no placeholder${didYouMean(name, PLACEHOLDERS) || `; there are ${PLACEHOLDERS.map((known) => `{${known}}`).join(', ')}`}`,
    }));
  }
  if (!placeholders.includes('namespace') && !placeholders.includes('id')) {
    const message =
      'must contain {namespace} or {id}: without it several Deployments would share one role';
    return [{ path, message }];
  }
  const length = expectedLength(template);
  if (length <= LONGEST_ROLE_NAME) return [];
  const message = `can become ${length} characters long, and IAM takes ${LONGEST_ROLE_NAME}: shorten what stands around the placeholders`;
  return [{ path, message }];
}

function policyFindings(
  path: Finding['path'],
  policy: string,
  account: string | undefined,
): readonly Finding[] {
  const refused = refusedPolicy(policy);
  // As a boundary it bounds nothing, which is no better.
  if (refused !== undefined) return [{ path, message: refused }];
  const owner = accountOf(policy);
  if (account === undefined || owner === '' || owner === 'aws' || owner === account) return [];
  const message = `is a policy of account ${owner}: a role of ${account} takes its own account's or AWS's`;
  return [{ path, message }];
}

function partitionFindings(path: Finding['path'], role: OwnRoleDraft): readonly Finding[] {
  const arns = [role.permissionsBoundary, ...(role.policies ?? [])].filter((policy) =>
    policy?.startsWith('arn:'),
  );
  const partitions = new Set(arns.map((arn) => arn?.split(':')[1]));
  if (partitions.size < 2) return [];
  const message = `names policies of several partitions: ${[...partitions].sort().join(', ')}`;
  return [{ path, at: 'key', message }];
}

type Targets = ReturnType<typeof parts<TargetDraft>>;

function sharedRoleFindings(targets: Targets): readonly Finding[] {
  const shared = targets.flatMap(([name, { awsSharedRole: grant }]) =>
    grant?.role === undefined
      ? []
      : [{ name, role: grant.role, open: !Object.hasOwn(grant, 'externalId') }],
  );
  return shared.flatMap(({ name, role, open }) => {
    const guarded = shared.find((other) => other.role === role && !other.open);
    if (!open || guarded === undefined) return [];
    const message = `needs the externalId too: target ${guarded.name} is the same role with one, and this way in would bypass it`;
    return [{ path: ['targets', name, 'awsSharedRole'], at: 'key' as const, message }];
  });
}

/** IAM tells names apart without regard to case. */
function sameNameFindings(targets: Targets): readonly Finding[] {
  const firsts = new Map<string, string>();
  return targets.flatMap(([name, { awsOwnRole: role }]) => {
    if (role?.account === undefined || role.name === undefined) return [];
    const key = `${role.account}/${role.name.toLowerCase()}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, name);
      return [];
    }
    const message = `makes the same role as target ${first}: a role belongs to one target`;
    return [{ path: ['targets', name, 'awsOwnRole', 'name'], message }];
  });
}
