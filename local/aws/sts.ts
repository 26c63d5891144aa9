import { AwsError, invalidValue } from './aws-error.ts';
import type { Caller } from './caller.ts';
import { trusts } from './iam/evaluate.ts';
import { uniqueId } from './iam/principals.ts';
import { type Role, readRoleArn } from './iam/role.ts';
import type { IamState } from './iam/state.ts';
import type { Input } from './wire/query-input.ts';
import type { Xml } from './wire/xml.ts';

/** A session that AssumeRole gave out. */
export interface Session {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly accessKeyId: string;
  readonly expires: Date;
  readonly caller: Caller;
}

/** The sessions of assumed roles, and who calls with which access key. */
export class Sts {
  /** While true, every role that exists lets everybody in. */
  open = false;
  readonly sessions: Session[] = [];
  readonly #iam: IamState;

  constructor(iam: IamState) {
    this.#iam = iam;
  }

  /** Who a session's access key belongs to; nothing when no session has it. */
  caller(accessKeyId: string | undefined): Caller | undefined {
    const session = this.sessions.find((one) => one.accessKeyId === accessKeyId);
    if (session === undefined) return undefined;
    // A role that was deleted, or made again under its ARN, has no sessions.
    if (!this.#iam.roles.all().some(({ id }) => session.caller.userId.startsWith(`${id}:`))) {
      const message = 'The security token included in the request is invalid.';
      throw new AwsError(403, 'InvalidClientTokenId', message);
    }
    if (session.expires.getTime() > this.#iam.now()) return session.caller;
    const message = 'The security token included in the request is expired';
    throw new AwsError(403, 'ExpiredToken', message);
  }

  call(operation: string, caller: Caller, input: Input): Xml {
    if (operation === 'AssumeRole') return this.#assumeRole(caller, input);
    if (operation === 'GetCallerIdentity') {
      return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
    }
    throw new AwsError(400, 'InvalidAction', `sts:${operation} is not emulated.`);
  }

  #assumeRole(caller: Caller, input: Input): Xml {
    const roleArn = input.text('RoleArn');
    const sessionName = input.named('RoleSessionName', 64);
    if (sessionName.length < 2) {
      const constraint = 'Member must have length greater than or equal to 2';
      throw invalidValue('ValidationError', 'RoleSessionName', constraint);
    }
    const externalId = input.optional('ExternalId');
    const seconds = input.integer('DurationSeconds', 3_600, 900, 43_200);
    const role = this.#assumable(roleArn, caller, externalId);
    const expires = new Date(this.#iam.now() + seconds * 1_000);
    const session = { roleArn, sessionName, externalId, expires, ...identity(role, sessionName) };
    this.sessions.push(session);
    return assumed(session);
  }

  /** STS tells no stranger whether a role is missing or closed. */
  #assumable(roleArn: string, caller: Caller, externalId: string | undefined): Role {
    const principalId = this.#iam.principals.id(caller.principal);
    const role = this.#iam.roles.all().find(({ arn }) => arn === roleArn);
    const request = { principal: caller.principal, principalId, externalId };
    if (role !== undefined && (this.open || trusts(role.trust, request))) return role;
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new AwsError(403, 'AccessDenied', message);
  }
}

function identity(role: Role, sessionName: string): { accessKeyId: string; caller: Caller } {
  const { account, name } = readRoleArn(role.arn);
  const partition = role.arn.split(':')[1];
  return {
    accessKeyId: uniqueId('ASIA', 16),
    caller: {
      account,
      arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`,
      principal: role.arn,
      userId: `${role.id}:${sessionName}`,
    },
  };
}

function assumed({ accessKeyId, expires, caller }: Session): Xml {
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: uniqueId('', 40),
      SessionToken: uniqueId('', 64),
      Expiration: expires,
    },
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
  };
}
