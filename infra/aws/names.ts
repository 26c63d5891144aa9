import { ownRolePath } from '../../shared/policy/own-role-marks.ts';
import { LONGEST_ROLE_NAME } from '../../shared/rules/role-name.ts';

/** Text for CloudFormation to fill in: partition, region, account. */
export interface Sub {
  readonly 'Fn::Sub': string;
}

/** Begins the names of the roles of every installation's functions. */
export const FUNCTIONS = 'deployment-authorizer';

export interface Names {
  /** Begins the name of everything that an installation has on AWS. */
  readonly prefix: string;
  readonly memberRole: string;
  /** Where the roles are that it makes for Deployments. */
  readonly ownRolePath: string;
}

/** What an installation's things on AWS are called; `serverless.yml` calls them the same. */
export function namesOf(installation: string): Names {
  const prefix = `${FUNCTIONS}-${installation}`;
  const longest = `${prefix}-receive-event`;
  if (longest.length > LONGEST_ROLE_NAME) {
    const room = installation.length - (longest.length - LONGEST_ROLE_NAME);
    throw new Error(`installation ${installation}: on AWS it may have ${room} characters`);
  }
  return { prefix, memberRole: `${prefix}-member`, ownRolePath: ownRolePath(installation) };
}

export function sub(text: string): Sub {
  return { 'Fn::Sub': text };
}

/** The ARN of something in the account and region that the stack is in. */
export function ours(service: string, resource: string): Sub {
  return sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}
