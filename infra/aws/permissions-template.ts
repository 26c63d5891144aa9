import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { functionStatements, logs } from './function-statements.ts';
import { FUNCTIONS, type Names, namesOf, sub } from './names.ts';
import { allow, assumedBy, deny, policyDocument, type Statement } from './statements.ts';
import { targetReads, targetStatements } from './target-statements.ts';

/** IAM takes 10,240 characters of inline policies a role; the rest is for what is not of targets. */
const LONGEST = 8_000;

/**
 * A stack of its own, for whoever answers for the accounts: every role of the installation. The
 * other stack makes none, so that one change to the rules cannot widen both.
 */
export function permissionsTemplate(rules: AccessRules) {
  const names = namesOf(rules.installation);
  const targets = targetStatements(rules);
  const functions = Object.entries(functionStatements(names, rules.installation));
  const accounts = [...targets.keys()];
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `deployment-authorizer ${rules.installation}: what its functions may do`,
    ...(accounts.length > 0 && { Conditions: conditions(accounts) }),
    Resources: {
      ...Object.fromEntries(
        functions.map(([name, statements]) => [
          `${pascal(name)}Role`,
          role(names, name, statements),
        ]),
      ),
      ...Object.fromEntries([...targets].map(([account, own]) => targetPolicy(account, own))),
      ...Object.fromEntries(
        [...targetReads(rules)].map(([account, own]) => readPolicy(account, own)),
      ),
      ...Object.fromEntries(accounts.map((account) => memberPolicy(account, names))),
    },
  };
}

/** Conditions of CloudFormation: in its own account a function needs no role to assume. */
export function conditions(accounts: readonly string[]) {
  const here = (account: string) => ({ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, account] });
  return Object.fromEntries(
    accounts.flatMap((account) => [
      [`In${account}`, here(account)],
      [`NotIn${account}`, { 'Fn::Not': [{ Condition: `In${account}` }] }],
    ]),
  );
}

function role(names: Names, name: string, statements: readonly Statement[]) {
  const own = name === 'grant-access' ? untouchable() : [];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: `${names.prefix}-${name}`,
      AssumeRolePolicyDocument: assumedBy({ Service: 'lambda.amazonaws.com' }),
      Policies: [
        {
          PolicyName: 'function',
          PolicyDocument: policyDocument([logs(names, name), ...statements, ...own]),
        },
      ],
    },
  };
}

/** Whatever the targets name: not the roles of the functions, and no boundary is ever taken off. */
export function untouchable(): readonly Statement[] {
  const functions = sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${FUNCTIONS}-*`);
  return [
    deny('NotOurselves', ['iam:*'], [functions]),
    deny('KeepBoundaries', ['iam:DeleteRolePermissionsBoundary'], ['*']),
  ];
}

/** Refuses what IAM would refuse, and says why. */
function fitting(account: string, statements: readonly Statement[]) {
  const { length } = JSON.stringify(statements);
  if (length <= LONGEST) return policyDocument(statements);
  throw new Error(
    `account ${account}: the permissions for its targets take ${length} characters, IAM takes ${LONGEST}; let several Deployments share a role, or use a second installation`,
  );
}

function targetPolicy(account: string, statements: readonly Statement[]) {
  return accountPolicy('targets', account, statements, 'GrantAccessRole');
}

/** In its own account alone: the member role of another could write there. */
function readPolicy(account: string, statements: readonly Statement[]) {
  return accountPolicy('reads', account, statements, 'OperateRole');
}

/** What a role may do in one account; its condition is that the stack is there. */
export function accountPolicy(
  what: 'targets' | 'reads',
  account: string,
  statements: readonly Statement[],
  role: string,
) {
  return [
    `${what === 'targets' ? 'Targets' : 'Reads'}In${account}`,
    {
      Type: 'AWS::IAM::Policy',
      Condition: `In${account}`,
      Properties: {
        PolicyName: `${what}-in-${account}`,
        PolicyDocument: fitting(account, statements),
        Roles: [{ Ref: role }],
      },
    },
  ] as const;
}

function memberPolicy(account: string, { memberRole }: Names) {
  const arn = sub(`arn:\${AWS::Partition}:iam::${account}:role/${memberRole}`);
  return [
    `MemberIn${account}`,
    {
      Type: 'AWS::IAM::Policy',
      Condition: `NotIn${account}`,
      Properties: {
        PolicyName: `member-in-${account}`,
        PolicyDocument: policyDocument([allow(['sts:AssumeRole'], [arn])]),
        Roles: [{ Ref: 'GrantAccessRole' }],
      },
    },
  ] as const;
}

export function pascal(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_all, _hyphen, letter: string) => letter.toUpperCase());
}
