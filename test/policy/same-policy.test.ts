import { describe, expect, it } from '@jest/globals';
import { samePolicy } from '../../shared/policy/same-policy.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { ANNA, BEN, CLEO } from './claims.ts';

const ONE: Statement = { Effect: 'Allow', Principal: { AWS: ANNA }, Action: 'sts:AssumeRole' };
const TWO: Statement = {
  Sid: 'Two',
  Effect: 'Deny',
  Principal: { AWS: [ANNA, BEN], Service: 'ec2.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: { StringEquals: { 'sts:ExternalId': 'x' }, Bool: { 'aws:SecureTransport': true } },
};
const ALL_BUT: Statement = {
  Effect: 'Deny',
  NotPrincipal: { AWS: [ANNA, BEN] },
  NotAction: ['iam:*', 'sts:*'],
};
const alsoInsecure: Statement = {
  ...TWO,
  Condition: { ...TWO.Condition, Bool: { 'aws:SecureTransport': ['true', 'false'] } },
};

function policy(...statements: readonly Statement[]): TrustPolicy {
  return { Version: '2012-10-17', Statement: statements };
}

describe('samePolicy', () => {
  it.each<[string, TrustPolicy, TrustPolicy]>([
    ['a statement by itself', policy(ONE), { Version: '2012-10-17', Statement: ONE }],
    ['a lone principal in a list', policy(ONE), policy({ ...ONE, Principal: { AWS: [ANNA] } })],
    ['an action in another case', policy(ONE), policy({ ...ONE, Action: ['STS:assumerole'] })],
    [
      'principals in another order, and twice',
      policy(TWO),
      policy({ ...TWO, Principal: { Service: ['ec2.amazonaws.com'], AWS: [BEN, ANNA, BEN] } }),
    ],
    ['statements in another order', policy(ONE, TWO), policy(TWO, ONE)],
    [
      'a condition’s value in a list',
      policy(TWO),
      policy({
        ...TWO,
        Condition: {
          Bool: { 'aws:SecureTransport': ['true'] },
          StringEquals: { 'sts:ExternalId': ['x'] },
        },
      }),
    ],
    [
      'an account by its number',
      policy({ ...ONE, Principal: { AWS: '111122223333' } }),
      policy({ ...ONE, Principal: { AWS: ['arn:aws:iam::111122223333:root'] } }),
    ],
    [
      'exceptions in another order and case',
      policy(ALL_BUT),
      policy({ ...ALL_BUT, NotAction: ['STS:*', 'iam:*'], NotPrincipal: { AWS: [BEN, ANNA] } }),
    ],
    [
      'the version that is meant by none',
      { Statement: ONE },
      { Version: '2008-10-17', Statement: [ONE] },
    ],
  ])('sees no difference in %s', (_what, one, other) => {
    expect(samePolicy(one, other)).toBe(true);
  });

  it.each<[string, TrustPolicy, TrustPolicy]>([
    ['a principal', policy(ONE), policy({ ...ONE, Principal: { AWS: BEN } })],
    ['a principal’s case', policy(ONE), policy({ ...ONE, Principal: { AWS: ANNA.toUpperCase() } })],
    ['everybody', policy(ONE), policy({ ...ONE, Principal: '*' })],
    ['an effect', policy(ONE), policy({ ...ONE, Effect: 'Deny' })],
    ['a Sid', policy(TWO), policy({ ...TWO, Sid: 'Three' })],
    ['a condition that is gone', policy(TWO), policy((({ Condition: _, ...rest }) => rest)(TWO))],
    [
      'an ExternalId',
      policy(TWO),
      policy({
        ...TWO,
        Condition: { ...TWO.Condition, StringEquals: { 'sts:ExternalId': 'X' } },
      }),
    ],
    ['one more value', policy(TWO), policy(alsoInsecure)],
    ['an action that is excepted', policy(ALL_BUT), policy({ ...ALL_BUT, NotAction: 'iam:*' })],
    [
      'who is excepted',
      policy(ALL_BUT),
      policy({ ...ALL_BUT, NotPrincipal: { AWS: [BEN, CLEO] } }),
    ],
    ['a version', policy(ONE), { Statement: [ONE] }],
    ['an id', policy(ONE), { ...policy(ONE), Id: 'mine' }],
    ['a statement too many', policy(ONE), policy(ONE, TWO)],
    ['the same statement twice', policy(ONE), policy(ONE, ONE)],
  ])('sees %s', (_what, one, other) => {
    expect(samePolicy(one, other)).toBe(false);
  });
});
