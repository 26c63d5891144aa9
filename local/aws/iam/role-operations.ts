import { AwsError } from '../aws-error.ts';
import type { Input } from '../wire/query-input.ts';
import { type IamOperation, page } from './operation.ts';
import { accountSummary } from './quotas.ts';
import type { Role } from './role.ts';
import { listedRole, shownRole } from './shown-role.ts';
import { exceeded, type IamState } from './state.ts';
import { readTags } from './tag-operations.ts';

const PATH = /^(\/|\/[!-~]+\/)$/;

const createRole: IamOperation = (iam, caller, input) => {
  const name = roleName(input);
  const path = input.optional('Path') === undefined ? '/' : input.named('Path', 512, PATH);
  const draft = { account: caller.account, name, path, ...settings(iam, input) };
  if (iam.roles.taken(caller.account, name)) {
    throw new AwsError(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`);
  }
  const { roles: most } = iam.quotas(caller.account);
  if (iam.roles.all(caller.account).length >= most) throw exceeded('RolesPerAccount', most);
  const trust = iam.takeTrust(caller.account, input.text('AssumeRolePolicyDocument'));
  const arn = `arn:${iam.partition}:iam::${caller.account}:role${path}${name}`;
  const id = iam.principals.add(arn, iam.now());
  const created = new Date(iam.now());
  const role: Role = { ...draft, arn, id, created, trust, attached: [], inline: {} };
  iam.put(role);
  return { Role: shownRole(iam, role) };
};

/** What is optional when a role is created. */
function settings(iam: IamState, input: Input) {
  const description = input.optional('Description');
  const permissionsBoundary = input.optional('PermissionsBoundary');
  if (permissionsBoundary !== undefined) checkBoundary(iam, permissionsBoundary);
  return {
    ...(description !== undefined && { description }),
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    maxSession: input.integer('MaxSessionDuration', 3_600, 3_600, 43_200),
    tags: readTags(input, {}),
  };
}

const deleteRole: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, roleName(input));
  if (role.attached.length > 0) throw conflict('must detach all policies first');
  if (Object.keys(role.inline).length > 0) throw conflict('must delete policies first');
  iam.remove(role);
  return {};
};

const updateAssumeRolePolicy: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, roleName(input));
  iam.put({ ...role, trust: iam.takeTrust(caller.account, input.text('PolicyDocument')) });
  return {};
};

const getRole: IamOperation = (iam, caller, input) => ({
  Role: shownRole(iam, iam.read(caller, roleName(input))),
});

const listRoles: IamOperation = (iam, caller, input) => {
  const prefix = input.optional('PathPrefix') ?? '/';
  const seen = iam.seen(caller.account).filter((role) => role.path.startsWith(prefix));
  const sorted = seen.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return page(
    'Roles',
    sorted.map((role) => listedRole(iam, role)),
    input,
  );
};

const putPermissionsBoundary: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, roleName(input));
  const permissionsBoundary = input.text('PermissionsBoundary');
  checkBoundary(iam, permissionsBoundary);
  iam.put({ ...role, permissionsBoundary });
  return {};
};

const deletePermissionsBoundary: IamOperation = (iam, caller, input) => {
  const { permissionsBoundary, ...role } = iam.current(caller, roleName(input));
  if (permissionsBoundary === undefined) {
    const message = `Role ${role.name} does not have a permissions boundary.`;
    throw new AwsError(404, 'NoSuchEntity', message);
  }
  iam.put(role);
  return {};
};

const getAccountSummary: IamOperation = (iam, { account }) =>
  accountSummary(iam.quotas(account), iam.roles.all(account).length);

function checkBoundary(iam: IamState, arn: string): void {
  if (iam.hasPolicy(arn.split(':')[4] ?? '', arn)) return;
  const message = `Scope ARN: ${arn} does not exist or is not attachable.`;
  throw new AwsError(404, 'NoSuchEntity', message);
}

function conflict(reason: string): AwsError {
  return new AwsError(409, 'DeleteConflict', `Cannot delete entity, ${reason}.`);
}

export function roleName(input: Input): string {
  return input.named('RoleName', 64);
}

export const roleOperations: Readonly<Record<string, IamOperation>> = {
  CreateRole: createRole,
  DeleteRole: deleteRole,
  GetAccountSummary: getAccountSummary,
  GetRole: getRole,
  ListRoles: listRoles,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  PutRolePermissionsBoundary: putPermissionsBoundary,
  DeleteRolePermissionsBoundary: deletePermissionsBoundary,
};
