import {
  CreateRoleCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { clients, patientIam } from './clients.ts';

const ROLE = 'arn:aws:iam::999988887777:role/loader';
const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow' as const,
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
};

let aws: AwsEmulator;

beforeAll(async () => {
  aws = await startAws();
  aws.iam.createRole({ arn: ROLE, trust });
});
afterAll(() => aws.close());
afterEach(() => {
  aws.faults.clear();
  aws.faults.calls.clear();
  aws.iam.allowAll();
});

const update = (RoleName = 'loader', policy: object = trust) =>
  new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) });

describe('an error that is asked for', () => {
  it.each([
    ['LimitExceeded', 409, 'LimitExceededException', 3],
    ['ConcurrentModification', 409, 'ConcurrentModificationException', 1],
    ['Throttling', 400, 'Throttling', 3],
    ['MalformedPolicyDocument', 400, 'MalformedPolicyDocumentException', 1],
    ['NoSuchEntity', 404, 'NoSuchEntityException', 1],
    ['ServiceFailure', 500, 'ServiceFailureException', 3],
    ['EntityAlreadyExists', 409, 'EntityAlreadyExistsException', 1],
    ['AccessDenied', 403, 'AccessDenied', 1],
  ])('%s (%d) arrives as %s, and the SDK asks %d times', async (code, status, name, times) => {
    const operation = 'iam:UpdateAssumeRolePolicy';
    aws.faults.inject({ operation, status, code, message: 'Rate & <so> on', times: 9 });
    await expect(patientIam(aws.url).send(update())).rejects.toMatchObject({
      name,
      Code: code,
      message: 'Rate & <so> on',
      $metadata: { httpStatusCode: status },
    });
    expect(aws.faults.calls.get(operation)).toBe(times);
  });

  it('may come after the deed', async () => {
    const { iam } = clients(aws.url);
    const fault = { operation: 'iam:CreateRole', status: 500, code: 'ServiceFailure', message: '' };
    aws.faults.inject({ ...fault, afterwards: true });
    const create = new CreateRoleCommand({
      RoleName: 'twice',
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    await expect(iam.send(create)).rejects.toMatchObject({ name: 'ServiceFailureException' });
    await expect(iam.send(create)).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
  });

  it('may be silence, before the deed or after it', async () => {
    const { iam } = clients(aws.url);
    const fault = { operation: 'iam:CreateRole', status: 500, code: 'Silence', message: '' };
    for (const afterwards of [false, true]) {
      aws.faults.inject({ ...fault, silent: true, afterwards });
      const RoleName = `silent-${afterwards}`;
      const AssumeRolePolicyDocument = JSON.stringify(trust);
      const create = iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }), {
        abortSignal: AbortSignal.timeout(200),
      });
      await expect(create).rejects.toMatchObject({ name: 'AbortError' });
      expect(aws.iam.roles().some(({ name }) => name === RoleName)).toBe(afterwards);
    }
  });

  it('meets only the request that holds a text', async () => {
    const { iam } = clients(aws.url);
    aws.iam.createRole({ arn: `${ROLE}-2`, trust });
    aws.faults.inject({
      operation: 'iam:GetRole',
      status: 400,
      code: 'Throttling',
      message: '',
      containing: 'loader-2',
    });
    await iam.send(new GetRoleCommand({ RoleName: 'loader' }));
    await expect(iam.send(new GetRoleCommand({ RoleName: 'loader-2' }))).rejects.toMatchObject({
      name: 'Throttling',
    });
  });
});

describe('a permission that the caller has not', () => {
  it('is worded as AWS words it, with caller, action and resource', async () => {
    const { iam } = clients(aws.url);
    aws.iam.deny('iam:UpdateAssumeRolePolicy', ROLE);
    await expect(iam.send(update())).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        'User: arn:aws:sts::999988887777:assumed-role/deployment-authorizer/local is not authorized to perform:' +
        ' iam:UpdateAssumeRolePolicy on resource: role loader because no identity-based policy' +
        ' allows the iam:UpdateAssumeRolePolicy action',
      $metadata: { httpStatusCode: 403 },
    });
    aws.iam.createRole({ arn: `${ROLE}-3`, trust });
    await iam.send(update('loader-3'));
    await iam.send(new GetRoleCommand({ RoleName: 'loader' }));
  });

  it('may be missing for every role', async () => {
    aws.iam.deny('iam:GetRole');
    await expect(
      clients(aws.url).iam.send(new GetRoleCommand({ RoleName: 'none' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('a call', () => {
  it('is counted by service and operation, refused or not', async () => {
    const { iam, sqs } = clients(aws.url);
    await iam.send(new GetRoleCommand({ RoleName: 'loader' }));
    await iam.send(new GetRoleCommand({ RoleName: 'none' })).catch(() => {});
    const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
    const QueueUrl = `${aws.url}/999988887777/none`;
    await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toThrow();
    expect(Object.fromEntries(aws.faults.calls)).toEqual({
      'iam:GetRole': 2,
      'sqs:ReceiveMessage': 1,
    });
  });

  it('of an operation that is not emulated is refused, and says so', async () => {
    const { DeleteUserCommand } = await import('@aws-sdk/client-iam');
    await expect(
      clients(aws.url).iam.send(new DeleteUserCommand({ UserName: 'x' })),
    ).rejects.toThrow('iam:DeleteUser is not emulated.');
  });
});
