import { AwsError } from '../aws-error.ts';
import type { Input } from '../wire/query-input.ts';
import { type IamOperation, page } from './operation.ts';
import { exceeded } from './state.ts';
import { malformed } from './trust-document.ts';

const attachRolePolicy: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, input.named('RoleName', 64));
  const arn = input.text('PolicyArn');
  if (!iam.hasPolicy(caller.account, arn)) {
    throw missing(`Policy ${arn} does not exist or is not attachable.`);
  }
  if (role.attached.includes(arn)) return {};
  const { policiesPerRole: most } = iam.quotas(caller.account);
  if (role.attached.length >= most) throw exceeded('PoliciesPerRole', most);
  iam.put({ ...role, attached: [...role.attached, arn] });
  return {};
};

const detachRolePolicy: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, input.named('RoleName', 64));
  const arn = input.text('PolicyArn');
  if (!role.attached.includes(arn)) throw missing(`Policy ${arn} was not found.`);
  iam.put({ ...role, attached: role.attached.filter((one) => one !== arn) });
  return {};
};

const listAttachedRolePolicies: IamOperation = (iam, caller, input) => {
  const { attached } = iam.read(caller, input.named('RoleName', 64));
  const policies = attached.map((PolicyArn) => ({
    PolicyName: PolicyArn.split('/').at(-1),
    PolicyArn,
  }));
  return page('AttachedPolicies', policies, input);
};

const putRolePolicy: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, input.named('RoleName', 64));
  const name = input.named('PolicyName', 128);
  const document = input.text('PolicyDocument');
  checkJson(document);
  iam.put({ ...role, inline: { ...role.inline, [name]: document } });
  return {};
};

const deleteRolePolicy: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, input.named('RoleName', 64));
  const name = input.named('PolicyName', 128);
  const { [name]: removed, ...inline } = role.inline;
  if (removed === undefined) throw missing(`The role policy with name ${name} cannot be found.`);
  iam.put({ ...role, inline });
  return {};
};

const listRolePolicies: IamOperation = (iam, caller, input: Input) =>
  page('PolicyNames', Object.keys(iam.read(caller, input.named('RoleName', 64)).inline), input);

function checkJson(document: string): void {
  try {
    JSON.parse(document);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function missing(message: string): AwsError {
  return new AwsError(404, 'NoSuchEntity', message);
}

export const policyOperations: Readonly<Record<string, IamOperation>> = {
  AttachRolePolicy: attachRolePolicy,
  DetachRolePolicy: detachRolePolicy,
  ListAttachedRolePolicies: listAttachedRolePolicies,
  PutRolePolicy: putRolePolicy,
  DeleteRolePolicy: deleteRolePolicy,
  ListRolePolicies: listRolePolicies,
};
