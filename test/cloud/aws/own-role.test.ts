import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { PolicyConflictError, TransientError } from '../../../shared/cloud/errors.ts';
import type { Target } from '../../../shared/cloud/target.ts';
import type { Specification } from '../../../shared/rules/specification.ts';
import { ANNA, apply, claim, OWN_ACCOUNT, opener, settled } from './setup.ts';

const MADE = `arn:aws:iam::${OWN_ACCOUNT}:role/deployment-authorizer/test/airflow-anna`;
const [LAKE, LOGS, BOUNDARY] = ['lake-read', 'logs-read', 'boundary'].map(
  (name) => `arn:aws:iam::${OWN_ACCOUNT}:policy/${name}`,
) as [string, string, string];

function role(...policies: readonly string[]): Specification {
  return within(BOUNDARY, ...policies);
}

function within(permissionsBoundary: string, ...policies: readonly string[]): Specification {
  const name = { account: OWN_ACCOUNT, roleName: 'airflow-anna', deploymentId: 'clmk' };
  return { kind: 'awsOwnRole', ...name, policies, permissionsBoundary };
}

const wanted = { identity: ANNA, specification: role(LAKE, LOGS) };

let aws: AwsEmulator;
let target: Target<unknown>;
beforeEach(async () => {
  aws = await startAws();
  aws.iam.addPrincipal(ANNA);
  for (const policy of [LAKE, LOGS, BOUNDARY]) aws.iam.addPolicy(policy);
  target = opener(aws)(`aws-own-role/${OWN_ACCOUNT}/airflow-anna`);
});
afterEach(() => aws.close());

const made = () => aws.iam.roles().find(({ arn }) => arn === MADE);
const fail = (operation: string, more: object = {}) =>
  aws.faults.inject({ operation, code: 'ServiceFailure', status: 500, message: 'down', ...more });

describe('a role of its own', () => {
  it('is made whole: path, tags, boundary, policies and who is let in', async () => {
    expect(await target.read()).toBeUndefined();
    await apply(target, claim({ wanted }));
    expect(made()).toMatchObject({
      path: '/deployment-authorizer/test/',
      tags: {
        'managed-by': 'deployment-authorizer',
        'deployment-authorizer:installation': 'test',
        'deployment-authorizer:deployment-id': 'clmk',
      },
      attached: [LAKE, LOGS],
      permissionsBoundary: BOUNDARY,
    });
    expect(await target.read()).toMatchObject({ arn: MADE, attached: [LAKE, LOGS], inline: [] });
  });

  it('is found by the next reading when IAM made it and yet said that it failed', async () => {
    fail('iam:CreateRole', { afterwards: true });
    await expect(apply(target, claim({ wanted }))).rejects.toThrow(TransientError);
    expect(made()?.attached).toEqual([]);
    await apply(target, claim({ wanted, placed: [wanted] }));
    expect(made()?.attached).toEqual([LAKE, LOGS]);
    expect(aws.faults.calls.get('iam:CreateRole')).toBe(1);
  });

  it.each(['iam:AttachRolePolicy'])('is finished after a crash at %s', async (operation) => {
    fail(operation);
    await expect(apply(target, claim({ wanted }))).rejects.toThrow(TransientError);
    await apply(target, claim({ wanted, placed: [wanted] }));
    expect(await settled(target, wanted)).toEqual({ change: 'none', standing: 'present' });
  });

  it('is read with everything that is on it, however many pages that takes', async () => {
    await apply(target, claim({ wanted }));
    const names = Array.from({ length: 205 }, (_, place) => `by-hand-${1_000 + place}`);
    const attached = names.map((name) => LAKE.replace('lake-read', name));
    const inline = Object.fromEntries(names.map((name) => [name, '{}']));
    aws.iam.changeRole(MADE, { attached, inline });
    expect(await target.read()).toMatchObject({ attached, inline: names });
  });

  it('conflicts with one that was made meanwhile, and with one that IAM shows not yet', async () => {
    const conflict = apply(target, claim({ wanted }), () => {
      aws.iam.createRole({ arn: MADE, trust: { Statement: [] } });
    });
    await expect(conflict).rejects.toThrow(PolicyConflictError);
  });

  it.each([
    ['iam:ListAttachedRolePolicies', 'The role with name airflow-anna cannot be found.'],
    ['iam:ListRolePolicies', 'The role with name airflow-anna cannot be found.'],
    ['iam:DetachRolePolicy', `Policy ${LOGS} was not found.`],
    ['iam:UpdateAssumeRolePolicy', 'The role with name airflow-anna cannot be found.'],
    ['iam:DeleteRole', 'The role with name airflow-anna cannot be found.'],
  ])('is read again where %s finds missing what was there', async (operation, message) => {
    await apply(target, claim({ wanted }));
    aws.faults.inject({ operation, code: 'NoSuchEntity', status: 404, message });
    if (operation === 'iam:UpdateAssumeRolePolicy') {
      aws.iam.writeTrustPolicy(MADE, { Version: '2012-10-17', Statement: [] });
    }
    const next =
      operation === 'iam:UpdateAssumeRolePolicy'
        ? claim({ wanted, placed: [wanted] })
        : claim({ placed: [wanted] });
    await expect(apply(target, next)).rejects.toThrow(PolicyConflictError);
    await apply(target, next);
  });

  it.each([
    ['a policy', role(`arn:aws:iam::${OWN_ACCOUNT}:policy/nowhere`)],
    ['a boundary', { ...role(LAKE), permissionsBoundary: `arn:aws:iam::${OWN_ACCOUNT}:policy/no` }],
  ] as const)('is refused where %s that it names does not exist', async (_it, specification) => {
    const wrong = claim({ wanted: { identity: ANNA, specification } });
    await expect(apply(target, wrong)).rejects.toMatchObject({
      code: 'target-gone',
      disposition: 'discard',
      message: expect.stringContaining('does not exist or is not attachable'),
    });
  });

  it.each([
    ['CreateRole', undefined, claim({ wanted })],
    ['AttachRolePolicy', undefined, claim({ wanted })],
    ['ListAttachedRolePolicies', wanted, claim({ placed: [wanted] })],
    ['ListRolePolicies', wanted, claim({ placed: [wanted] })],
    [
      'PutRolePermissionsBoundary',
      wanted,
      claim({ wanted: { ...wanted, specification: within(LOGS, LAKE) }, placed: [wanted] }),
    ],
    ['DetachRolePolicy', wanted, claim({ placed: [wanted] })],
    ['UpdateAssumeRolePolicy', wanted, claim({ placed: [wanted] })],
    ['DeleteRole', wanted, claim({ placed: [wanted] })],
  ] as const)(
    'says what is missing, and on which role, where iam:%s is denied',
    async (action, there, next) => {
      if (there) await apply(target, claim({ wanted: there }));
      aws.iam.deny(`iam:${action}`);
      await expect(apply(target, next)).rejects.toMatchObject({
        disposition: 'discard',
        message: expect.stringContaining(`iam:${action} on ${MADE} is denied`),
        advice: expect.stringContaining(`must allow iam:${action} on ${MADE} to grant-access`),
      });
    },
  );

  it('goes, its policies first', async () => {
    await apply(target, claim({ wanted }));
    await apply(target, claim({ placed: [wanted] }));
    expect(made()).toBeUndefined();
    expect(await target.read()).toBeUndefined();
  });

  it('stays while somebody’s inline policy is on it: IAM refuses, and it is read again', async () => {
    await apply(target, claim({ wanted }));
    const meanwhile = () => aws.iam.changeRole(MADE, { inline: { theirs: '{}' } });
    await expect(apply(target, claim({ placed: [wanted] }), meanwhile)).rejects.toThrow(
      PolicyConflictError,
    );
    expect(made()?.inline).toEqual({ theirs: '{}' });
  });

  it('is made in the part of AWS that we are in', async () => {
    await aws.close();
    aws = await startAws({ partition: 'aws-us-gov' });
    const [identity, policy] = [ANNA, LAKE].map((arn) => arn.replace(':aws:', ':aws-us-gov:')) as [
      string,
      string,
    ];
    aws.iam.addPrincipal(identity);
    aws.iam.addPolicy(policy);
    const { permissionsBoundary: _, ...specification } = role(policy) as Extract<
      Specification,
      { kind: 'awsOwnRole' }
    >;
    const there = opener(aws, 'aws-us-gov')(`aws-own-role/${OWN_ACCOUNT}/airflow-anna`);
    await apply(there, claim({ wanted: { identity, specification } }));
    expect(aws.iam.canAssume(MADE.replace(':aws:', ':aws-us-gov:'), identity)).toBe(true);
  });
});
