import { describe, expect, it } from '@jest/globals';
import type { OwnRole } from '../../shared/policy/own-role.ts';
import { ownRoleSteps } from '../../shared/policy/own-role-steps.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import { ANNA, BEN } from './claims.ts';

const ROLE: OwnRole = {
  path: '/deployment-authorizer/prod/',
  tags: {},
  trust: { Version: '2012-10-17', Statement: [trustStatement('prod', undefined, [ANNA])] },
  attached: ['arn:a', 'arn:b'],
  inline: [],
};

describe('ownRoleSteps', () => {
  it('has none from nothing to nothing, and from a role to itself', () => {
    expect(ownRoleSteps(undefined, undefined, 'prod')).toEqual([]);
    expect(ownRoleSteps(ROLE, ROLE, 'prod')).toEqual([]);
  });

  it('creates before it attaches', () => {
    expect(ownRoleSteps(undefined, ROLE, 'prod')).toEqual([
      { kind: 'create', role: ROLE },
      { kind: 'attach', policyArn: 'arn:a' },
      { kind: 'attach', policyArn: 'arn:b' },
    ]);
  });

  it('detaches and closes before it deletes', () => {
    const trust = { ...ROLE.trust, Statement: [closingStatement('prod')] };
    expect(ownRoleSteps(ROLE, undefined, 'prod')).toEqual([
      { kind: 'detach', policyArn: 'arn:a' },
      { kind: 'detach', policyArn: 'arn:b' },
      { kind: 'update-trust', trust },
      { kind: 'delete' },
    ]);
  });

  it('closes no role twice that IAM did not delete', () => {
    const trust = { ...ROLE.trust, Statement: closingStatement('prod') };
    const left = { ...ROLE, trust, attached: [] };
    expect(ownRoleSteps(left, undefined, 'prod')).toEqual([{ kind: 'delete' }]);
  });

  it('narrows first and widens last', () => {
    const trust = { ...ROLE.trust, Statement: [trustStatement('prod', undefined, [BEN])] };
    const wanted = {
      ...ROLE,
      trust,
      attached: ['arn:b', 'arn:c'],
      permissionsBoundary: 'arn:limit',
    };
    expect(ownRoleSteps(ROLE, wanted, 'prod')).toEqual([
      { kind: 'detach', policyArn: 'arn:a' },
      { kind: 'put-boundary', permissionsBoundary: 'arn:limit' },
      { kind: 'update-trust', trust },
      { kind: 'attach', policyArn: 'arn:c' },
    ]);
  });

  it('writes no trust policy that means the same', () => {
    const [statement] = ROLE.trust.Statement as readonly [object];
    const trust = {
      ...ROLE.trust,
      Statement: { ...statement, Effect: 'Allow', Action: ['sts:assumerole'] } as const,
    };
    expect(ownRoleSteps({ ...ROLE, trust }, ROLE, 'prod')).toEqual([]);
  });

  it('never takes a boundary away, nor writes the one that is there', () => {
    const limited = { ...ROLE, permissionsBoundary: 'arn:limit' };
    expect(ownRoleSteps(limited, ROLE, 'prod')).toEqual([]);
    expect(ownRoleSteps(limited, limited, 'prod')).toEqual([]);
  });
});
