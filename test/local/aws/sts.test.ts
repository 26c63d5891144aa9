import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import type { Principal, Statement } from '../../../shared/policy/trust-policy.ts';
import { clients } from './clients.ts';

const HOME = '999988887777';
const SELF = `arn:aws:iam::${HOME}:role/deployment-authorizer`;
const MEMBER = 'arn:aws:iam::444455556666:role/member';
const CLOSED = 'arn:aws:iam::444455556666:role/closed';

let aws: AwsEmulator;

beforeAll(async () => {
  aws = await startAws();
  aws.iam.createRole({ arn: MEMBER, trust: allow({ AWS: SELF }) });
  aws.iam.createRole({ arn: CLOSED, trust: allow({ Service: 'ec2.amazonaws.com' }) });
});
afterAll(() => aws.close());

function allow(principal: Principal, more: Partial<Statement> = {}) {
  const Action = 'sts:AssumeRole';
  const Statement = [{ Effect: 'Allow' as const, Principal: principal, Action, ...more }];
  return { Version: '2012-10-17', Statement };
}

function assume(more: Partial<AssumeRoleCommandInput> = {}) {
  const input = { RoleArn: MEMBER, RoleSessionName: 'clmk1234', ...more };
  return clients(aws.url).sts.send(new AssumeRoleCommand(input));
}

describe('GetCallerIdentity', () => {
  it('names the base account and role', async () => {
    const { sts } = clients(aws.url);
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: HOME,
      Arn: `arn:aws:sts::${HOME}:assumed-role/deployment-authorizer/local`,
      UserId: expect.stringMatching(/^AROA\w+:local$/),
    });
  });

  it('follows the options: account, role, partition', async () => {
    const account = '123412341234';
    const other = await startAws({ account, role: 'mine', partition: 'aws-us-gov' });
    const identity = await clients(other.url).sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws-us-gov:sts::${account}:assumed-role/mine/local`);
    await other.close();
  });

  it('is reached through AWS_ENDPOINT_URL', async () => {
    const { execFile } = await import('node:child_process');
    const { promisify } = await import('node:util');
    const program = `
      import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
      const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
      process.stdout.write(Account);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { env: { ...aws.environment } },
    );
    expect(stdout).toBe(HOME);
  });
});

describe('AssumeRole', () => {
  it('gives credentials that act in the role’s account', async () => {
    const { Credentials, AssumedRoleUser } = await assume();
    const arn = 'arn:aws:sts::444455556666:assumed-role/member/clmk1234';
    expect(AssumedRoleUser?.Arn).toBe(arn);
    const inside = clients(aws.url, Credentials?.AccessKeyId);
    const identity = await inside.sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '444455556666', Arn: arn });
    const get = new GetRoleCommand({ RoleName: 'closed' });
    expect((await inside.iam.send(get)).Role?.Arn).toBe(CLOSED);
    await expect(clients(aws.url).iam.send(get)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  it('keeps the session names', async () => {
    await assume({ RoleSessionName: 'clmk5678', ExternalId: 'acme' });
    expect(aws.sts.sessions.at(-1)).toMatchObject({
      roleArn: MEMBER,
      sessionName: 'clmk5678',
      externalId: 'acme',
    });
  });

  it.each([
    ['one character', 'a'],
    ['65 characters', 'a'.repeat(65)],
    ['a space', 'a b'],
    ['a slash', 'a/b'],
  ])('refuses a session name with %s', async (_it, RoleSessionName) => {
    await expect(assume({ RoleSessionName })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it.each([
    ['that trusts somebody else', CLOSED],
    ['that does not exist', 'arn:aws:iam::444455556666:role/none'],
  ])('refuses a role %s', async (_it, RoleArn) => {
    await expect(assume({ RoleArn })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${HOME}:assumed-role/deployment-authorizer/local is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('asks for the ExternalId that the role wants', async () => {
    const RoleArn = 'arn:aws:iam::444455556666:role/external';
    const Condition = { StringEquals: { 'sts:ExternalId': 'acme-airflow' } };
    aws.iam.createRole({ arn: RoleArn, trust: allow({ AWS: HOME }, { Condition }) });
    await expect(assume({ RoleArn })).rejects.toMatchObject({ name: 'AccessDenied' });
    await assume({ RoleArn, ExternalId: 'acme-airflow' });
  });

  it('lets everybody in while it is open, but into no role that is not there', async () => {
    aws.sts.open = true;
    await assume({ RoleArn: CLOSED });
    await expect(assume({ RoleArn: `${CLOSED}-not` })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    aws.sts.open = false;
  });

  it('gives credentials that run out', async () => {
    const { Credentials } = await assume({ DurationSeconds: 900 });
    const { sts } = clients(aws.url, Credentials?.AccessKeyId);
    aws.clock.advance(899_000);
    await sts.send(new GetCallerIdentityCommand({}));
    aws.clock.advance(2_000);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
  });

  it('gives credentials that are worth nothing once the role was made again', async () => {
    const { Credentials } = await assume();
    aws.iam.deleteRole(MEMBER);
    aws.iam.createRole({ arn: MEMBER, trust: allow({ AWS: SELF }) });
    const { sts } = clients(aws.url, Credentials?.AccessKeyId);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });
});

describe('canAssume', () => {
  const ROLE = `arn:aws:iam::${HOME}:role/loader`;
  const ANNA = 'arn:aws:iam::111122223333:role/astro-anna';
  const BEN = 'arn:aws:iam::111122223333:role/astro-ben';
  const wanting = (id: string) => ({ Condition: { StringEquals: { 'sts:ExternalId': id } } });
  const never = { Condition: { StringEquals: { 'aws:PrincipalArn': 'nobody' } } };
  const deny = (more: Partial<Statement>): Statement => ({
    Effect: 'Deny',
    Action: 'sts:AssumeRole',
    ...more,
  });
  const and = (...statements: Statement[]) => {
    const { Version, Statement } = allow({ AWS: [ANNA, BEN] });
    return { Version, Statement: [...Statement, ...statements] };
  };

  it.each([
    ['is named', true, allow({ AWS: [BEN, ANNA] }), undefined],
    ['is not named', false, allow({ AWS: BEN }), undefined],
    ['is of an account that is named', true, allow({ AWS: '111122223333' }), undefined],
    ['is anybody', true, allow('*'), undefined],
    [
      'may do something else only',
      false,
      allow({ AWS: ANNA }, { Action: 'sts:TagSession' }),
      undefined,
    ],
    ['may do anything', true, allow({ AWS: ANNA }, { Action: 'sts:*' }), undefined],
    ['brings the ExternalId', true, allow({ AWS: ANNA }, wanting('acme')), 'acme'],
    ['brings another', false, allow({ AWS: ANNA }, wanting('acme')), 'other'],
    ['brings none', false, allow({ AWS: ANNA }, wanting('acme')), undefined],
    ['is denied', false, and(deny({ Principal: { AWS: ANNA } })), undefined],
    ['is not the one who is denied', true, and(deny({ Principal: { AWS: BEN } })), undefined],
    ['is not spared by NotPrincipal', false, and(deny({ NotPrincipal: { AWS: BEN } })), undefined],
    ['is spared by NotPrincipal', true, and(deny({ NotPrincipal: { AWS: ANNA } })), undefined],
    [
      'is denied under a condition that is never met',
      true,
      and(deny({ Principal: '*', ...never })),
      undefined,
    ],
    [
      'matches a pattern of ARNs',
      true,
      allow(
        { AWS: '111122223333' },
        { Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/astro-a*' } } },
      ),
      undefined,
    ],
    [
      'lacks a key that an operator allows to lack',
      true,
      allow(
        { AWS: ANNA },
        { Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } },
      ),
      undefined,
    ],
    [
      'lacks a key that must be there',
      false,
      allow({ AWS: ANNA }, { Condition: { Null: { 'sts:ExternalId': 'false' } } }),
      undefined,
    ],
  ])('of a principal that %s is %s', (_it, expected, trust, externalId) => {
    for (const arn of [ANNA, BEN]) aws.iam.addPrincipal(arn);
    aws.iam.createRole({ arn: ROLE, trust });
    expect(aws.iam.canAssume(ROLE, ANNA, externalId)).toBe(expected);
  });

  it('of a principal that does not exist is false', () => {
    aws.iam.createRole({ arn: ROLE, trust: allow('*') });
    expect(aws.iam.canAssume(ROLE, 'arn:aws:iam::111122223333:role/none')).toBe(false);
  });
});
