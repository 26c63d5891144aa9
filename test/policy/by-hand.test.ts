import { describe, expect, it } from '@jest/globals';
import { letInByHand } from '../../shared/policy/by-hand.ts';
import { trustSid } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { ANNA, BEN } from './claims.ts';

const PLAIN: Statement = { Effect: 'Allow', Principal: { AWS: ANNA }, Action: 'sts:AssumeRole' };
const { Principal: _, ...NOBODY } = PLAIN;

describe('letInByHand', () => {
  it.each<[string, Partial<Statement>]>([
    ['as written', {}],
    [
      'one of several principals',
      { Principal: { AWS: [BEN, ANNA], Service: 'ec2.amazonaws.com' } },
    ],
    ['any STS action', { Action: 'sts:*' }],
    ['any action', { Action: '*' }],
    ['a pattern', { Action: ['sts:TagSession', 'sts:Assume*'] }],
    ['a pattern of one character', { Action: 'sts:AssumeRol?' }],
    ['another case', { Action: 'STS:ASSUMEROLE' }],
  ])('counts %s', (_what, changes) => {
    expect(letInByHand([{ ...PLAIN, ...changes }])).toContain(ANNA);
  });

  it.each<[string, Statement]>([
    ['a Deny', { ...PLAIN, Effect: 'Deny' }],
    ['a condition', { ...PLAIN, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    ['an ExternalId', { ...PLAIN, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }],
    ['all but one', { ...NOBODY, NotPrincipal: { AWS: ANNA } }],
    ['everybody', { ...PLAIN, Principal: { AWS: '*' } }],
    ['everybody, in short', { ...PLAIN, Principal: '*' }],
    [
      'its account',
      { ...PLAIN, Principal: { AWS: ['111122223333', 'arn:aws:iam::111122223333:root'] } },
    ],
    ['another kind of principal', { ...PLAIN, Principal: { Federated: ANNA } }],
    ['another action', { ...PLAIN, Action: 'sts:TagSession' }],
    ['a longer action', { ...PLAIN, Action: ['sts:AssumeRoleWithSAML', 'sts:AssumeRole?'] }],
    ['a pattern of something else', { ...PLAIN, Action: 'iam:*' }],
    // Each on its own, they could share out the action in more ways than anybody has time for.
    ['a pattern of many asterisks', { ...PLAIN, Action: `${'*'.repeat(100)}x` }],
    ['a dot taken for a pattern', { ...PLAIN, Action: 'sts.AssumeRole' }],
    ['a dot that is in no action', { ...PLAIN, Action: 'sts:Assume.Role' }],
    [
      'all actions but some',
      (({ Action: _a, ...rest }) => ({ ...rest, NotAction: 'iam:*' }))(PLAIN),
    ],
    ['another installation’s statement', { ...PLAIN, Sid: trustSid('elsewhere') }],
  ])('does not count %s', (_what, statement) => {
    expect(letInByHand([statement])).not.toContain(ANNA);
  });
});
