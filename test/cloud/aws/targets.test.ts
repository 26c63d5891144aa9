import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import {
  PolicyConflictError,
  QuotaExceededError,
  TransientError,
} from '../../../shared/cloud/errors.ts';
import type { Target } from '../../../shared/cloud/target.ts';
import type { Specification } from '../../../shared/rules/specification.ts';
import { ANNA, apply, BEN, claim, OWN_ACCOUNT, opener, planned, settled } from './setup.ts';

const ROLE = `arn:aws:iam::${OWN_ACCOUNT}:role/data/redshift-loader`;
const MADE = `arn:aws:iam::${OWN_ACCOUNT}:role/deployment-authorizer/test/airflow-anna`;
const LAKE = `arn:aws:iam::${OWN_ACCOUNT}:policy/lake-read`;
const FOREIGN = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: { StringEquals: { 'aws:PrincipalTag/team': '100%25 für é+ "d"' } },
} as const;

/** One kind of target on AWS. */
interface Family {
  readonly key: string;
  readonly specification: Specification;
  /** The role whose trust policy says who is let in. */
  readonly role: string;
  /** The call that writes who is let in. */
  readonly write: string;
  readonly reads: readonly string[];
}

const FAMILIES: Readonly<Record<string, Family>> = {
  'a shared role': {
    key: `aws-shared-role/${ROLE}`,
    specification: { kind: 'awsSharedRole', role: ROLE },
    role: ROLE,
    write: 'iam:UpdateAssumeRolePolicy',
    reads: ['iam:GetRole'],
  },
  'a role of its own': {
    key: `aws-own-role/${OWN_ACCOUNT}/airflow-anna`,
    specification: {
      kind: 'awsOwnRole',
      account: OWN_ACCOUNT,
      roleName: 'airflow-anna',
      policies: [LAKE],
      deploymentId: 'clmk',
    },
    role: MADE,
    write: 'iam:CreateRole',
    reads: ['iam:GetRole'],
  },
};

let aws: AwsEmulator;
let target: Target<unknown>;
beforeEach(async () => {
  aws = await startAws();
  aws.iam.addPrincipal(ANNA);
  aws.iam.addPolicy(LAKE);
  aws.iam.createRole({ arn: ROLE, trust: { Version: '2012-10-17', Statement: [FOREIGN] } });
});
afterEach(() => aws.close());

const calls = (operation: string) => aws.faults.calls.get(operation) ?? 0;

describe.each(Object.entries(FAMILIES))('%s', (_name, family) => {
  beforeEach(() => {
    target = opener(aws)(family.key);
  });
  const placement = (identity: string) => ({ identity, specification: family.specification });
  const wants = (identity: string) => claim({ wanted: placement(identity) });

  it('has nothing left to do once it was written and read back, by one call each', async () => {
    await apply(target, wants(ANNA));
    expect(aws.iam.canAssume(family.role, ANNA)).toBe(true);
    expect(await settled(target, placement(ANNA))).toEqual({ change: 'none', standing: 'present' });
    expect([calls('iam:GetRole'), calls(family.write)]).toEqual([2, 1]);
  });

  it('names the principal that IAM does not know, and lets nobody in', async () => {
    const before = aws.iam.roles().find(({ arn }) => arn === family.role);
    await expect(apply(target, wants(BEN))).rejects.toMatchObject({
      code: 'principal-rejected',
      disposition: 'retry',
      principal: BEN,
    });
    expect(aws.iam.roles().find(({ arn }) => arn === family.role)).toEqual(before);
  });

  it.each(['iam:GetRole', family.write])(
    'says what is missing where %s is denied',
    async (action) => {
      aws.iam.deny(action);
      await expect(apply(target, wants(ANNA))).rejects.toMatchObject({
        code: 'access-denied',
        disposition: 'discard',
        message: expect.stringContaining('is not authorized to perform'),
        advice: expect.stringMatching(
          new RegExp(`must allow ${action} on ${family.role} to grant-access`),
        ),
      });
    },
  );

  it('hears from IAM that the trust policy is full, and asks once', async () => {
    const current = await target.read();
    const policy = planned(target, current, wants(ANNA));
    aws.iam.setQuota({ trustPolicySize: 100 });
    await expect(target.write(current, policy)).rejects.toThrow(QuotaExceededError);
    // The SDK would try a quota's error three times: it takes it for throttling.
    expect(calls(family.write)).toBe(1);
  });

  it.each([
    ['LimitExceeded', 409, 'Cannot exceed quota for RolesPerAccount: 1000', 'limit-exceeded'],
    ['MalformedPolicyDocument', 400, 'Has prohibited field Resource', 'malformed-policy'],
    ['UnmodifiableEntity', 400, 'only modifiable by AWS', 'unmodifiable'],
  ])('is refused for good by %s', async (code, status, message, ours) => {
    aws.faults.inject({ operation: family.write, code, status, message, times: 9 });
    await expect(apply(target, wants(ANNA))).rejects.toMatchObject({
      code: ours,
      disposition: 'discard',
      advice: expect.stringMatching(/\S/),
    });
    expect(calls(family.write)).toBe(1);
  });

  it('takes a concurrent modification for a conflict', async () => {
    const fault = { code: 'ConcurrentModification', status: 409, message: 'changed' };
    aws.faults.inject({ operation: family.write, ...fault });
    await expect(apply(target, wants(ANNA))).rejects.toThrow(PolicyConflictError);
    await apply(target, wants(ANNA));
    expect(aws.iam.canAssume(family.role, ANNA)).toBe(true);
  });

  it.each([
    ['Throttling', 400, 'Rate exceeded'],
    ['ServiceFailure', 500, 'The request processing has failed.'],
    ['ServiceUnavailable', 503, 'Please reduce your request rate.'],
  ])(
    'may succeed another time after %s, which the one loop decides',
    async (code, status, message) => {
      aws.faults.inject({ operation: family.write, code, status, message, times: 9 });
      await expect(apply(target, wants(ANNA))).rejects.toThrow(TransientError);
      expect(calls(family.write)).toBe(1);
    },
  );

  it.each(family.reads)('may succeed another time after %s failed', async (operation) => {
    aws.faults.inject({ operation, code: 'ServiceFailure', status: 500, message: 'failed' });
    await expect(target.read()).rejects.toThrow(TransientError);
  });

  it('may succeed another time where nobody answers', async () => {
    const nobody = opener(aws, 'aws', 'http://127.0.0.1:9')(family.key);
    await expect(nobody.read()).rejects.toThrow(TransientError);
  });
});

describe('a shared role', () => {
  beforeEach(() => {
    target = opener(aws)(`aws-shared-role/${ROLE}`);
  });
  const specification = { kind: 'awsSharedRole', role: ROLE } as const;
  const wanted = { identity: ANNA, specification };
  const Statement = () => aws.iam.readTrustPolicy(ROLE).Statement;

  it('keeps what others wrote, through IAM’s encoding and back', async () => {
    await apply(target, claim({ wanted }));
    expect(Statement()).toMatchObject([FOREIGN, { Principal: { AWS: [ANNA] } }]);
    await apply(target, claim({ placed: [wanted] }));
    expect(Statement()).toEqual([FOREIGN]);
  });

  it('finds that another wrote over it, for IAM keeps no etag, and writes it again beside that', async () => {
    const late = { ...FOREIGN, Sid: 'Late' };
    await apply(target, claim({ wanted }));
    aws.iam.writeTrustPolicy(ROLE, { Version: '2012-10-17', Statement: [FOREIGN, late] });
    expect(await settled(target, wanted)).toEqual({ change: 'write', standing: 'adding' });
    await apply(target, claim({ wanted, placed: [wanted] }));
    expect(Statement()).toMatchObject([FOREIGN, late, { Principal: { AWS: [ANNA] } }]);
  });

  it('is gone where there is none of its name, or another of its name', async () => {
    const gone = { code: 'target-gone', advice: expect.stringContaining('access rules') };
    const elsewhere = ROLE.replace('/data/', '/');
    await expect(opener(aws)(`aws-shared-role/${elsewhere}`).read()).rejects.toMatchObject(gone);
    aws.iam.deleteRole(ROLE);
    await expect(target.read()).rejects.toMatchObject(gone);
  });

  it('is reached in another part of AWS by its own ARN', async () => {
    await aws.close();
    aws = await startAws({ partition: 'aws-us-gov' });
    const role = ROLE.replace('arn:aws:', 'arn:aws-us-gov:');
    const identity = ANNA.replace('arn:aws:', 'arn:aws-us-gov:');
    aws.iam.createRole({ arn: role, trust: { Version: '2012-10-17', Statement: [FOREIGN] } });
    aws.iam.addPrincipal(identity);
    const there = opener(aws, 'aws-us-gov')(`aws-shared-role/${role}`);
    await apply(there, claim({ wanted: { identity, specification: { ...specification, role } } }));
    expect(aws.iam.canAssume(role, identity)).toBe(true);
  });

  it('has a key of its family', () => {
    expect(() => opener(aws)('aws-user/x')).toThrow('no target on AWS has the key aws-user/x');
  });
});
