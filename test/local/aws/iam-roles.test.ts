import * as IAM from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { clients } from './clients.ts';

const ACCOUNT = '999988887777';
const READ = `arn:aws:iam::${ACCOUNT}:policy/lake-read`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

let aws: AwsEmulator;
let iam: IAM.IAMClient;
let count = 0;
let name: string;

beforeAll(async () => {
  aws = await startAws();
  ({ iam } = clients(aws.url));
  aws.iam.addPolicy(READ);
  aws.iam.addPolicy(BOUNDARY);
});
afterAll(() => aws.close());
beforeEach(() => {
  count += 1;
  name = `role-${count}`;
});

function create(more: Partial<IAM.CreateRoleCommandInput> = {}) {
  const AssumeRolePolicyDocument = TRUST;
  return iam.send(new IAM.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument, ...more }));
}

function attach(PolicyArn: string) {
  return iam.send(new IAM.AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
}

describe('CreateRole', () => {
  it('makes a role with path, tags and boundary, which GetRole shows', async () => {
    const made = await create({
      Path: '/deployment-authorizer/prod/',
      Description: 'For a <Deployment> & its "lake"',
      Tags: [{ Key: 'deployment-id', Value: 'c1 /+=.@-' }],
      PermissionsBoundary: BOUNDARY,
    });
    const { Role } = await iam.send(new IAM.GetRoleCommand({ RoleName: name }));
    expect(Role).toEqual(made.Role);
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/deployment-authorizer/prod/${name}`,
      RoleId: expect.stringMatching(/^AROA/),
      Path: '/deployment-authorizer/prod/',
      Description: 'For a <Deployment> & its "lake"',
      MaxSessionDuration: 3_600,
      CreateDate: expect.any(Date),
      Tags: [{ Key: 'deployment-id', Value: 'c1 /+=.@-' }],
      PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY, PermissionsBoundaryType: 'Policy' },
    });
  });

  it.each([
    ['a name that is there', {}, 'EntityAlreadyExistsException', 409],
    [
      'a name that differs in case only',
      { RoleName: 'TAKEN' },
      'EntityAlreadyExistsException',
      409,
    ],
    ['65 characters', { RoleName: 'a'.repeat(65) }, 'ValidationError', 400],
    ['a slash in the name', { RoleName: 'a/b' }, 'ValidationError', 400],
    ['a path without its slashes', { RoleName: 'b', Path: 'team' }, 'ValidationError', 400],
    [
      'a boundary that is not there',
      { RoleName: 'b', PermissionsBoundary: `${BOUNDARY}x` },
      'NoSuchEntityException',
      404,
    ],
    [
      'a tag twice',
      {
        RoleName: 'b',
        Tags: [
          { Key: 'a', Value: '' },
          { Key: 'A', Value: '' },
        ],
      },
      'InvalidInputException',
      400,
    ],
    [
      'a tag that holds what tags may not',
      { RoleName: 'b', Tags: [{ Key: 'a', Value: 'x;y' }] },
      'ValidationError',
      400,
    ],
    [
      'a trust policy that is none',
      { RoleName: 'b', AssumeRolePolicyDocument: '{}' },
      'MalformedPolicyDocumentException',
      400,
    ],
  ])('refuses %s', async (_it, more, error, httpStatusCode) => {
    name = 'taken';
    if (!aws.iam.roles().some((role) => role.name === 'taken')) await create();
    await expect(create(more)).rejects.toMatchObject({
      name: error,
      $metadata: { httpStatusCode },
    });
  });

  it('takes 64 characters, and no more roles than the quota', async () => {
    name = 'a'.repeat(64);
    await create();
    aws.iam.setQuota({ roles: aws.iam.roles().length });
    name = 'one-too-many';
    await expect(create()).rejects.toThrow('Cannot exceed quota for RolesPerAccount');
    aws.iam.setQuota({ roles: 1_000 });
  });
});

describe('a role', () => {
  it('has policies attached and detached, listed by pages', async () => {
    await create();
    const more = ['ReadOnlyAccess', 'job-function/Billing'].map(
      (one) => `arn:aws:iam::aws:policy/${one}`,
    );
    for (const arn of [READ, ...more, READ]) await attach(arn);
    const pages = IAM.paginateListAttachedRolePolicies(
      { client: iam, pageSize: 2 },
      { RoleName: name },
    );
    const listed: (string | undefined)[][] = [];
    for await (const { AttachedPolicies = [] } of pages) {
      listed.push(AttachedPolicies.map(({ PolicyArn }) => PolicyArn));
    }
    expect(listed).toEqual([[READ, more[0]], [more[1]]]);
    await iam.send(new IAM.DetachRolePolicyCommand({ RoleName: name, PolicyArn: READ }));
    await expect(
      iam.send(new IAM.DetachRolePolicyCommand({ RoleName: name, PolicyArn: READ })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it.each([
    ['does not exist', `arn:aws:iam::${ACCOUNT}:policy/none`],
    ['is of another account', 'arn:aws:iam::111122223333:policy/lake-read'],
  ])('takes no policy that %s', async (_it, arn) => {
    aws.iam.addPolicy('arn:aws:iam::111122223333:policy/lake-read');
    await create();
    await expect(attach(arn)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${arn} does not exist or is not attachable.`,
    });
  });

  it('takes ten policies', async () => {
    await create();
    for (let n = 0; n < 10; n += 1) await attach(`arn:aws:iam::aws:policy/P${n}`);
    await expect(attach('arn:aws:iam::aws:policy/P10')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PoliciesPerRole: 10',
    });
  });

  it('is deleted only when nothing is attached to it or in it', async () => {
    await create();
    await attach(READ);
    const inline = { RoleName: name, PolicyName: 'mine' };
    await iam.send(new IAM.PutRolePolicyCommand({ ...inline, PolicyDocument: '{}' }));
    const { PolicyNames } = await iam.send(new IAM.ListRolePoliciesCommand({ RoleName: name }));
    expect(PolicyNames).toEqual(['mine']);

    const remove = () => iam.send(new IAM.DeleteRoleCommand({ RoleName: name }));
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
      $metadata: { httpStatusCode: 409 },
    });
    await iam.send(new IAM.DetachRolePolicyCommand({ RoleName: name, PolicyArn: READ }));
    await expect(remove()).rejects.toThrow('must delete policies first');
    await iam.send(new IAM.DeleteRolePolicyCommand(inline));
    await expect(iam.send(new IAM.DeleteRolePolicyCommand(inline))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    await remove();
    await expect(remove()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `The role with name ${name} cannot be found.`,
    });
  });

  it('gets another id when it is made again', async () => {
    const first = await create();
    await iam.send(new IAM.DeleteRoleCommand({ RoleName: name }));
    const second = await create();
    expect(second.Role?.Arn).toBe(first.Role?.Arn);
    expect(second.Role?.RoleId).not.toBe(first.Role?.RoleId);
  });

  it('is tagged, and its tags are listed by pages', async () => {
    await create({ Tags: [{ Key: 'a', Value: '1' }] });
    const Tags = [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ];
    await iam.send(new IAM.TagRoleCommand({ RoleName: name, Tags }));
    const first = await iam.send(new IAM.ListRoleTagsCommand({ RoleName: name, MaxItems: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, Tags: Tags.slice(0, 1) });
    const rest = { RoleName: name, ...(first.Marker && { Marker: first.Marker }) };
    const second = await iam.send(new IAM.ListRoleTagsCommand(rest));
    expect(second).toMatchObject({ IsTruncated: false, Tags: Tags.slice(1) });
  });

  it('has its boundary put and taken away', async () => {
    await create();
    const boundary = async () =>
      (await iam.send(new IAM.GetRoleCommand({ RoleName: name }))).Role?.PermissionsBoundary;
    const put = { RoleName: name, PermissionsBoundary: BOUNDARY };
    await iam.send(new IAM.PutRolePermissionsBoundaryCommand(put));
    expect(await boundary()).toMatchObject({ PermissionsBoundaryArn: BOUNDARY });
    const remove = new IAM.DeleteRolePermissionsBoundaryCommand({ RoleName: name });
    await iam.send(remove);
    expect(await boundary()).toBeUndefined();
    await expect(iam.send(remove)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('that AWS keeps for a service is nobody else’s to change', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/ForX`;
    aws.iam.createRole({ arn, trust: JSON.parse(TRUST) });
    await expect(iam.send(new IAM.DeleteRoleCommand({ RoleName: 'ForX' }))).rejects.toMatchObject({
      name: 'UnmodifiableEntityException',
    });
  });
});

describe('an account', () => {
  it('sums up its quotas', async () => {
    aws.iam.setQuota({ trustPolicySize: 4_096 });
    const { SummaryMap } = await iam.send(new IAM.GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({
      AssumeRolePolicySizeQuota: 4_096,
      RolesQuota: 1_000,
      AttachedPoliciesPerRoleQuota: 10,
      Roles: aws.iam.roles().length,
    });
    aws.iam.setQuota({ trustPolicySize: 2_048 });
  });

  it('lists its roles under a path, without their tags', async () => {
    await create({ Path: '/listed/', Tags: [{ Key: 'a', Value: '1' }] });
    const { Roles } = await iam.send(new IAM.ListRolesCommand({ PathPrefix: '/listed/' }));
    expect(Roles?.map(({ RoleName }) => RoleName)).toEqual([name]);
    expect(Roles?.[0]?.Tags).toBeUndefined();
  });

  it('is another one for other credentials', async () => {
    const two = await startAws({ accounts: { AKIAOTHER: '444455556666' } });
    const other = clients(two.url, 'AKIAOTHER').iam;
    const role = { RoleName: 'same', AssumeRolePolicyDocument: TRUST };
    await clients(two.url).iam.send(new IAM.CreateRoleCommand(role));
    const { Role } = await other.send(new IAM.CreateRoleCommand(role));
    expect(Role?.Arn).toBe('arn:aws:iam::444455556666:role/same');
    expect(two.iam.roles()).toHaveLength(2);
    await two.close();
  });
});

describe('stale reads', () => {
  it('show what was before a write, until so long after it', async () => {
    await create();
    aws.iam.staleReads(5_000);
    await attach(READ);
    const attached = async () =>
      (await iam.send(new IAM.ListAttachedRolePoliciesCommand({ RoleName: name }))).AttachedPolicies
        ?.length;
    expect(await attached()).toBe(0);
    aws.clock.advance(5_001);
    expect(await attached()).toBe(1);

    await iam.send(new IAM.DetachRolePolicyCommand({ RoleName: name, PolicyArn: READ }));
    expect(await attached()).toBe(1);
    aws.iam.staleReads(0);
    expect(await attached()).toBe(0);
  });

  it('hide a new role, while its name is taken already', async () => {
    aws.iam.staleReads(5_000);
    await create();
    const get = () => iam.send(new IAM.GetRoleCommand({ RoleName: name }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await expect(create()).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    aws.clock.advance(5_001);
    expect((await get()).Role?.RoleName).toBe(name);
    aws.iam.staleReads(0);
  });
});
