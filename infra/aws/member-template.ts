import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { namesOf, sub } from './names.ts';
import { accountPolicy, conditions, untouchable } from './permissions-template.ts';
import { assumedBy, policyDocument } from './statements.ts';
import { targetStatements } from './target-statements.ts';

/** A stack for each other account: the one role that `grant-access` assumes there. */
export function memberTemplate(rules: AccessRules) {
  const names = namesOf(rules.installation);
  const targets = [...targetStatements(rules)];
  const grantAccess = `arn:\${AWS::Partition}:iam::\${HomeAccount}:role/${names.prefix}-grant-access`;
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `deployment-authorizer ${rules.installation}: its role in an account that has targets`,
    Parameters: {
      HomeAccount: {
        Type: 'String',
        AllowedPattern: '^\\d{12}$',
        Description: 'The account that the functions of deployment-authorizer run in.',
      },
    },
    ...(targets.length > 0 && { Conditions: inAccounts(targets.map(([account]) => account)) }),
    Resources: {
      MemberRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: names.memberRole,
          AssumeRolePolicyDocument: assumedBy({ AWS: sub(grantAccess) }),
          Policies: [{ PolicyName: 'limits', PolicyDocument: policyDocument(untouchable()) }],
        },
      },
      ...Object.fromEntries(
        targets.map(([account, statements]) =>
          accountPolicy('targets', account, statements, 'MemberRole'),
        ),
      ),
    },
  };
}

function inAccounts(accounts: readonly string[]) {
  const all = Object.entries(conditions(accounts));
  return Object.fromEntries(all.filter(([name]) => name.startsWith('In')));
}
