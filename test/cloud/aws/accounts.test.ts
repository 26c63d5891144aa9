import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { openAwsTarget } from '../../../shared/cloud/aws/open-target.ts';
import { TransientError } from '../../../shared/cloud/errors.ts';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import {
  ANNA,
  accountsOf,
  apply,
  claim,
  letUsIn,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  opener,
} from './setup.ts';

const HERE = { partition: 'aws', account: OWN_ACCOUNT };
const THERE = { partition: 'aws', account: OTHER_ACCOUNT };
const THEIR_ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/redshift-loader`;

let aws: AwsEmulator;
beforeEach(async () => {
  aws = await startAws();
  aws.iam.addPrincipal(ANNA);
});
afterEach(() => aws.close());
const calls = (operation: string) => aws.faults.calls.get(operation) ?? 0;
const quotaOf = async (accounts: ReturnType<typeof accountsOf>, place = HERE) =>
  (await accounts(place, 'clmk')).trustPolicyQuota;

describe('iamAccounts in another account', () => {
  it('writes by the role assumed there, of the same name in every account', async () => {
    letUsIn(aws);
    aws.iam.createRole({ arn: THEIR_ROLE, trust: { Statement: [] } });
    const target = opener(aws)(`aws-shared-role/${THEIR_ROLE}`);
    const specification = { kind: 'awsSharedRole', role: THEIR_ROLE } as const;
    await apply(target, claim({ wanted: { identity: ANNA, specification } }));
    expect(aws.iam.canAssume(THEIR_ROLE, ANNA)).toBe(true);
    expect(calls('sts:AssumeRole')).toBe(1);
  });

  it.each([
    ['the ARN of a shared role', `aws-shared-role/arn:aws-us-gov:iam::${OTHER_ACCOUNT}:role/x`],
    ['our own part, for a role of its own', `aws-own-role/${OTHER_ACCOUNT}/airflow-anna`],
  ])('assumes it in the part of AWS that is told by %s', async (_it, key) => {
    await aws.close();
    aws = await startAws({ partition: 'aws-us-gov' });
    letUsIn(aws, 'aws-us-gov');
    const ours = key.startsWith('aws-own-role') ? 'aws-us-gov' : 'aws';
    await opener(
      aws,
      ours,
    )(key)
      .read()
      .catch(() => 'there is no role yet');
    expect(aws.sts.sessions[0]?.roleArn).toBe(`arn:aws-us-gov:iam::${OTHER_ACCOUNT}:role/member`);
  });

  it('says whose role must let us in where it does not, and works as soon as it does', async () => {
    aws.iam.setQuota({ trustPolicySize: 4_096 }, OTHER_ACCOUNT);
    aws.iam.createRole({ arn: THEIR_ROLE, trust: { Statement: [] } });
    const accounts = accountsOf(aws);
    await expect(accounts(THERE, 'clmk')).rejects.toMatchObject({
      code: 'access-denied',
      advice: expect.stringContaining(
        `must allow sts:AssumeRole on arn:aws:iam::${OTHER_ACCOUNT}:role/member`,
      ),
    });
    letUsIn(aws);
    // Not IAM's default, which would stand for the account's own for an hour.
    expect(await quotaOf(accounts, THERE)).toBe(4_096);
  });

  it('may succeed another time where STS is throttled', async () => {
    letUsIn(aws);
    const fault = { code: 'Throttling', status: 400, message: 'Rate exceeded' };
    aws.faults.inject({ operation: 'sts:AssumeRole', ...fault });
    const accounts = accountsOf(aws);
    await expect(accounts(THERE, 'clmk')).rejects.toThrow(TransientError);
    expect(await quotaOf(accounts, THERE)).toBe(2_048);
  });
});

describe('iamAccounts, of calls that hang,', () => {
  it('gives each up before the function itself is, without being told to', async () => {
    const { iam } = await accountsOf(aws)(HERE, 'clmk');
    expect(iam.config.requestHandler).toMatchObject({
      config: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    });
  });

  it.each([false, true])(
    'may succeed another time, whether it was done (%s) or not',
    async (afterwards) => {
      const requestHandler = { requestTimeout: 200, throwOnRequestTimeout: true };
      const open = openAwsTarget(accountsOf(aws, aws.url, { requestHandler }), 'test', 'aws');
      const role = `arn:aws:iam::${OWN_ACCOUNT}:role/redshift-loader`;
      aws.iam.createRole({ arn: role, trust: { Statement: [] } });
      const silence = { status: 500, code: 'Silence', message: '', silent: true, afterwards };
      aws.faults.inject({ operation: 'iam:UpdateAssumeRolePolicy', ...silence });
      const specification = { kind: 'awsSharedRole', role } as const;
      const wants = claim({ wanted: { identity: ANNA, specification } });
      const target = open(`aws-shared-role/${role}`, 'clmk');
      await expect(apply(target, wants)).rejects.toThrow(TransientError);
      expect(aws.iam.canAssume(role, ANNA)).toBe(afterwards);
    },
  );
});

describe('iamAccounts asks for the quota of trust policies', () => {
  it('of each account by itself, and keeps it for an hour', async () => {
    letUsIn(aws);
    aws.iam.setQuota({ trustPolicySize: 4_096 });
    const accounts = accountsOf(aws);
    expect(await quotaOf(accounts)).toBe(4_096);
    expect(await quotaOf(accounts, THERE)).toBe(2_048);
    aws.iam.setQuota({ trustPolicySize: 8_192 });
    aws.clock.advance(59 * MINUTE);
    expect(await quotaOf(accounts)).toBe(4_096);
    expect(calls('iam:GetAccountSummary')).toBe(2);
    aws.clock.advance(HOUR);
    expect(await quotaOf(accounts)).toBe(8_192);
  });

  it('anew when it is wanted as it is now, and keeps that', async () => {
    const accounts = accountsOf(aws);
    const { askQuota } = await accounts(HERE, 'clmk');
    aws.iam.setQuota({ trustPolicySize: 4_096 });
    expect(await askQuota()).toBe(4_096);
    expect(await quotaOf(accounts)).toBe(4_096);
    expect(calls('iam:GetAccountSummary')).toBe(2);
  });

  it('and takes IAM’s default where it may not ask', async () => {
    aws.iam.setQuota({ trustPolicySize: 4_096 });
    aws.iam.deny('iam:GetAccountSummary');
    const accounts = accountsOf(aws);
    expect(await quotaOf(accounts)).toBe(2_048);
    expect(await quotaOf(accounts)).toBe(2_048);
    expect(calls('iam:GetAccountSummary')).toBe(1);
  });

  it('and keeps no failure', async () => {
    aws.iam.setQuota({ trustPolicySize: 4_096 });
    const fault = { code: 'ServiceFailure', status: 500, message: 'down' };
    aws.faults.inject({ operation: 'iam:GetAccountSummary', ...fault });
    const accounts = accountsOf(aws);
    await expect(quotaOf(accounts)).rejects.toThrow(TransientError);
    expect(await quotaOf(accounts)).toBe(4_096);
  });

  it('once, however many ask at the same time', async () => {
    const accounts = accountsOf(aws);
    await Promise.all(Array.from({ length: 5 }, () => quotaOf(accounts)));
    expect(calls('iam:GetAccountSummary')).toBe(1);
  });
});
