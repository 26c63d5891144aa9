import { describe, expect, it } from '@jest/globals';
import { trustSid } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import {
  ANNA,
  applied,
  BEN,
  CLEO,
  claim,
  ended,
  kinds,
  letIn,
  problemCodes,
  wants,
} from './claims.ts';
import { byHand, CLOSED, OIDC, ours, plan, policy, under } from './trust.ts';

describe('planTrustPolicy refuses', () => {
  it('whoever is new when a role is wanted with and without an ExternalId', () => {
    const claims = [
      wants('in', letIn(ANNA), { placed: [letIn(ANNA)] }),
      wants('new', letIn(BEN)),
      wants('guarded', letIn(CLEO, 'x')),
      wants('changed', letIn(BEN, 'x'), { placed: [letIn(BEN, 'z')] }),
    ];
    const planned = plan(policy(ours(ANNA), under('z', BEN)), claims);
    expect(planned.change.kind).toBe('none');
    expect(kinds(planned)).toEqual({
      in: 'present',
      new: 'refused',
      guarded: 'refused',
      changed: 'refused',
    });
    expect(new Set(Object.values(problemCodes(planned)))).toEqual(
      new Set(['external-id-conflict']),
    );
  });

  it('nobody for an ExternalId that is wanted no more', () => {
    const claims = [
      wants('a', letIn(ANNA), { placed: [letIn(ANNA, 'x')] }),
      ended('b', letIn(BEN, 'x')),
    ];
    expect(applied(policy(), plan(policy(under('x', ANNA, BEN)), claims))).toEqual(
      policy(ours(ANNA)),
    );
  });

  it('to let in one of another partition, whom IAM would take for one who is not there yet', () => {
    const gov = ANNA.replace('arn:aws:', 'arn:aws-us-gov:');
    const claims = [wants('gov', letIn(gov)), wants('in', letIn(BEN))];
    const planned = plan(policy(OIDC), claims);
    expect(applied(policy(OIDC), planned)).toEqual(policy(OIDC, ours(BEN)));
    expect(problemCodes(planned)).toEqual({ gov: 'other-partition' });
  });

  it.each([
    '*',
    '111122223333',
    'arn:aws:iam::111122223333:root',
    'arn:aws:iam::111122223333:role/*',
    '',
  ])('to let in %s, which is more than one role', (identity) => {
    const planned = plan(policy(OIDC), [wants('a', letIn(identity))]);
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ a: 'principal-too-wide' });
  });

  it('a specification of another kind of target', () => {
    const wanted = {
      identity: ANNA,
      specification: { kind: 'gcpProject', project: 'p', roles: ['r'] },
    } as const;
    expect(problemCodes(plan(policy(OIDC), [wants('a', wanted)]))).toEqual({ a: 'nothing-asked' });
  });
});

describe('planTrustPolicy stands still', () => {
  const { Condition: _, ...unguarded } = under('x', ANNA);

  it.each<[string, readonly Statement[]]>([
    ['before two statements with our Sid', [ours(ANNA), ours(BEN)]],
    [
      'before a condition that somebody added',
      [{ ...ours(ANNA), Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ],
    ['before a Deny under our Sid', [{ ...ours(ANNA), Effect: 'Deny' }]],
    [
      'before another action under our Sid',
      [{ ...ours(ANNA), Action: ['sts:AssumeRole', 'sts:TagSession'] }],
    ],
    [
      'before another kind of principal under our Sid',
      [{ ...ours(ANNA), Principal: { AWS: [ANNA], Service: 's3.amazonaws.com' } }],
    ],
    [
      'before NotPrincipal under our Sid',
      [
        {
          Sid: trustSid('prod'),
          Effect: 'Allow',
          NotPrincipal: { AWS: ANNA },
          Action: 'sts:AssumeRole',
        },
      ],
    ],
    ['before an ExternalId that is gone', [unguarded]],
    [
      'before another ExternalId than the Sid says',
      [{ ...under('y', ANNA), Sid: trustSid('prod', 'x') }],
    ],
    [
      'before a closing statement that somebody edited',
      [ours(ANNA), { ...CLOSED, Effect: 'Allow' }],
    ],
  ])('%s', (_what, statements) => {
    const current = policy(OIDC, byHand(CLEO), ...statements);
    const planned = plan(current, [
      wants('new', letIn('arn:aws:iam::111122223333:role/astro-new')),
      wants('cleo', letIn(CLEO)),
      claim('waiting', { wanted: letIn('arn:aws:iam::111122223333:role/astro-w'), barred: true }),
      ended('gone', letIn('arn:aws:iam::111122223333:role/astro-gone')),
    ]);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(problemCodes(planned)).toEqual({ new: 'ambiguous-statement' });
    expect(kinds(planned)).toMatchObject({ cleo: 'by-hand', waiting: 'absent', gone: 'absent' });
    expect(planned.notices.map(({ code }) => code)).toEqual(['ambiguous-statement']);
    expect(planned.notices[0]?.text).toMatch(/DeploymentAuthorizerProd4120bf0e/);
  });

  it('and calls nothing revoked that is still named under our Sid', () => {
    const edited = { ...ours(ANNA), Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    const planned = plan(policy(edited), [ended('a', letIn(ANNA)), wants('b', letIn(ANNA))]);
    expect(problemCodes(planned)).toEqual({ b: 'ambiguous-statement' });
    expect(problemCodes(plan(policy(edited), [ended('a', letIn(ANNA))]))).toEqual({
      a: 'ambiguous-statement',
    });
  });

  it('and leaves those in peace who are in already', () => {
    const planned = plan(policy(ours(ANNA), ours(BEN)), [
      wants('a', letIn(ANNA)),
      ended('b', letIn(BEN)),
    ]);
    expect(kinds(planned)).toEqual({ a: 'present', b: 'refused' });
  });
});
