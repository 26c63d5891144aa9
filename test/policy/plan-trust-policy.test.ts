import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../shared/policy/claim.ts';
import type { Plan } from '../../shared/policy/plan.ts';
import { planTrustPolicy } from '../../shared/policy/plan-trust-policy.ts';
import { trustSid } from '../../shared/policy/sid.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import {
  ANNA,
  applied,
  BEN,
  CLEO,
  CONTEXT,
  claim,
  context,
  ended,
  kinds,
  letIn,
  problemCodes,
  wants,
} from './claims.ts';
import { frozen } from './frozen.ts';

const OIDC: Statement = {
  Sid: 'ByHand',
  Effect: 'Allow',
  Principal: { Federated: 'arn:aws:iam::999988887777:oidc-provider/ci' },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringEquals: { 'ci:sub': ['b', 'a'] } },
};
const CLOSED = closingStatement('prod');
const ORPHAN = 'AROAEXAMPLEID1234567';

function policy(...statements: readonly Statement[]): TrustPolicy {
  return { Version: '2012-10-17', Statement: statements };
}

function ours(...principals: readonly string[]): Statement {
  return trustStatement('prod', undefined, principals);
}

function under(externalId: string, ...principals: readonly string[]): Statement {
  return trustStatement('prod', externalId, principals);
}

function byHand(...principals: readonly string[]): Statement {
  return { Effect: 'Allow', Principal: { AWS: principals }, Action: ['sts:AssumeRole'] };
}

function plan(current: TrustPolicy, claims: readonly Claim[], with_ = CONTEXT): Plan<TrustPolicy> {
  return planTrustPolicy(frozen(current), frozen(claims), with_);
}

describe('planTrustPolicy writes', () => {
  const anna = wants('anna', letIn(ANNA));

  it.each<[string, TrustPolicy, readonly Claim[], TrustPolicy]>([
    ['our statement where there is none', policy(OIDC), [anna], policy(OIDC, ours(ANNA))],
    ['into our statement', policy(ours(BEN), OIDC), [anna], policy(ours(ANNA, BEN), OIDC)],
    [
      'principals in order, each once',
      policy(OIDC),
      [wants('b', letIn(BEN)), anna, wants('a', letIn(ANNA))],
      policy(OIDC, ours(ANNA, BEN)),
    ],
    [
      'beside a lone statement and a lone principal',
      { Statement: { ...ours(), Principal: { AWS: BEN } } },
      [anna],
      { Statement: [ours(ANNA, BEN)] },
    ],
    [
      'a list where a foreign statement stood alone, and keeps an id and no version',
      { Id: 'mine', Statement: OIDC },
      [anna],
      { Id: 'mine', Statement: [OIDC, ours(ANNA)] },
    ],
    [
      'a statement for each ExternalId',
      policy(OIDC),
      [wants('a', letIn(ANNA, 'x')), wants('b', letIn(BEN, 'y')), wants('c', letIn(CLEO, 'x'))],
      policy(
        OIDC,
        ...[under('x', ANNA, CLEO), under('y', BEN)].sort((one, other) =>
          (one.Sid ?? '') < (other.Sid ?? '') ? -1 : 1,
        ),
      ),
    ],
    [
      'beside a statement of another installation',
      policy(trustStatement('prod2', undefined, [ANNA])),
      [anna],
      policy(trustStatement('prod2', undefined, [ANNA]), ours(ANNA)),
    ],
    [
      'a principal anew that IAM shows as a deleted one, once that was rejected',
      policy(ours(BEN, ORPHAN)),
      [anna, wants('b', letIn(BEN))],
      policy(ours(ANNA, BEN, ORPHAN)),
    ],
    ['nobody but who ends', policy(ours(ANNA, BEN)), [ended('a', letIn(ANNA))], policy(ours(BEN))],
    [
      'our statement away with its last',
      policy(OIDC, ours(ANNA)),
      [ended('a', letIn(ANNA))],
      policy(OIDC),
    ],
    [
      'a closed policy, never an empty one',
      policy(ours(ANNA)),
      [ended('a', letIn(ANNA))],
      policy(CLOSED),
    ],
    ['a closed policy open again', policy(CLOSED), [anna], policy(ours(ANNA))],
    ['what closed it away when somebody opens it by hand', policy(CLOSED, OIDC), [], policy(OIDC)],
    [
      'a change of ExternalId in one go',
      policy(under('x', ANNA)),
      [wants('a', letIn(ANNA, 'y'), { placed: [letIn(ANNA, 'x')] })],
      policy(under('y', ANNA)),
    ],
    [
      'a removal although another access of it waits for something else',
      policy(ours(ANNA, BEN)),
      [ended('a', letIn(ANNA)), claim('b', { wanted: letIn(CLEO), barred: true })],
      policy(ours(BEN)),
    ],
  ])('%s', (_what, current, claims, written) => {
    expect(plan(current, claims).change).toEqual({ kind: 'write', policy: written });
  });
});

describe('planTrustPolicy writes nothing', () => {
  it.each<[string, TrustPolicy, readonly Claim[], Readonly<Record<string, string>>]>([
    ['when nobody claims anything', policy(ours(ANNA)), [], {}],
    ['when all is there', policy(ours(ANNA)), [wants('a', letIn(ANNA))], { a: 'present' }],
    [
      'when all is there, however it is written',
      { Statement: { ...ours(), Principal: { AWS: ANNA }, Action: ['STS:AssumeRole'] } },
      [wants('a', letIn(ANNA), { placed: [letIn(ANNA)] })],
      { a: 'present' },
    ],
    ['when it is there by hand', policy(byHand(ANNA)), [wants('a', letIn(ANNA))], { a: 'by-hand' }],
    [
      'when it is there by hand, and would need an ExternalId',
      policy(byHand(ANNA)),
      [wants('a', letIn(ANNA, 'x'))],
      { a: 'by-hand' },
    ],
    [
      'when it is there both ways',
      policy(byHand(ANNA), ours(ANNA)),
      [wants('a', letIn(ANNA))],
      { a: 'present' },
    ],
    ['for what was never there', policy(OIDC), [ended('a', letIn(ANNA))], { a: 'absent' }],
    ['for what is there by hand', policy(byHand(ANNA)), [ended('a', letIn(ANNA))], { a: 'absent' }],
    [
      'for what another access still wants',
      policy(ours(ANNA)),
      [ended('a', letIn(ANNA)), wants('b', letIn(ANNA))],
      { a: 'absent', b: 'present' },
    ],
    ['when nothing says that we placed it', policy(ours(ANNA)), [claim('a')], { a: 'absent' }],
    [
      'of what a barred access wants',
      policy(OIDC),
      [claim('a', { wanted: letIn(ANNA), barred: true })],
      { a: 'absent' },
    ],
    [
      'of what a barred access has',
      policy(ours(ANNA, BEN), byHand(CLEO)),
      [
        claim('a', { placed: [letIn(ANNA)], barred: true }),
        claim('b', { wanted: letIn(BEN), barred: true }),
        claim('c', { wanted: letIn(CLEO), barred: true }),
        ended('a2', letIn(ANNA)),
      ],
      { a: 'present', b: 'present', c: 'by-hand', a2: 'absent' },
    ],
    [
      'of what only a barred access wants, and keeps the row that knows of it',
      policy(ours(ANNA)),
      [ended('a', letIn(ANNA)), claim('b', { wanted: letIn(ANNA), barred: true })],
      { a: 'present', b: 'present' },
    ],
    [
      'for what was placed under another ExternalId than the one it stands under',
      policy(under('x', ANNA)),
      [ended('a', letIn(ANNA, 'y'))],
      { a: 'absent' },
    ],
    ['in a closed policy', policy(CLOSED), [ended('a', letIn(ANNA))], { a: 'absent' }],
  ])('%s', (_what, current, claims, standings) => {
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual(standings);
  });
});

describe('planTrustPolicy tells', () => {
  it('what is added and what is removed', () => {
    const claims = [
      wants('a', letIn(ANNA)),
      ended('b', letIn(BEN)),
      wants('c', letIn(CLEO, 'y'), { placed: [letIn(CLEO, 'x')] }),
    ];
    const planned = plan(policy(ours(BEN), under('x', CLEO), under('y', CLEO)), [
      claims[1],
      claims[2],
    ] as Claim[]);
    expect(kinds(planned)).toEqual({ b: 'removing', c: 'removing' });
    expect(kinds(plan(policy(OIDC), [claims[0]] as Claim[]))).toEqual({ a: 'adding' });
  });

  it('of a principal in our statement that nobody claims, and leaves it', () => {
    const { change, notices } = plan(policy(ours(ANNA, BEN)), [wants('a', letIn(ANNA))]);
    expect(change.kind).toBe('none');
    expect(notices.map(({ code }) => code)).toEqual(['unclaimed-principal']);
    expect(notices[0]?.text).toContain(BEN);
  });

  it('nothing of a principal that a barred access claims', () => {
    const claims = [claim('a', { wanted: letIn(ANNA), barred: true })];
    expect(plan(policy(ours(ANNA)), claims).notices).toEqual([]);
  });
});

describe('planTrustPolicy, of a role that was deleted,', () => {
  const anna = wants('a', letIn(ANNA));

  it('leaves the id in our statement until IAM rejects it', () => {
    const planned = plan(policy(ours(ORPHAN)), [anna]);
    expect(applied(policy(), planned)).toEqual(policy(ours(ANNA, ORPHAN)));
  });

  it('takes the id out of our statement when IAM rejects it by name', () => {
    const rejected = new Set([ORPHAN]);
    const planned = plan(policy(OIDC, ours(ORPHAN)), [anna], context({ rejected }));
    expect(applied(policy(), planned)).toEqual(policy(OIDC, ours(ANNA)));
    expect(planned.notices.map(({ code }) => code)).toEqual(['orphan-removed']);
  });

  it('leaves an id in a foreign statement, rejected or not', () => {
    const planned = plan(policy(byHand(ORPHAN)), [], context({ rejected: new Set([ORPHAN]) }));
    expect(planned.change.kind).toBe('none');
  });

  it('leaves a rejected ARN that is wanted or that nobody placed', () => {
    const rejected = new Set([ANNA, BEN]);
    expect(plan(policy(ours(ANNA, BEN)), [anna], context({ rejected })).change.kind).toBe('none');
  });

  it('takes out a rejected ARN that was placed and that nobody wants', () => {
    const planned = plan(
      policy(OIDC, ours(ANNA)),
      [ended('a', letIn(ANNA))],
      context({ rejected: new Set([ANNA]) }),
    );
    expect(applied(policy(), planned)).toEqual(policy(OIDC));
  });
});

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

describe('planTrustPolicy at the quota', () => {
  const full = policy(OIDC, ours(ANNA, BEN));
  const size = JSON.stringify(full).length;
  const anna = wants('anna', letIn(ANNA), { since: '2026-11-01T00:00:00.000Z' });
  const ben = wants('ben', letIn(BEN), { since: '2026-11-02T00:00:00.000Z' });
  const cleo = wants('cleo', letIn(CLEO), { since: '2026-11-03T00:00:00.000Z' });

  it('lets in as many as fit, to the character', () => {
    const planned = plan(policy(OIDC), [cleo, ben, anna], context({ quota: size }));
    expect(applied(policy(), planned)).toEqual(full);
    expect(problemCodes(planned)).toEqual({ cleo: 'trust-policy-full' });
    const less = plan(policy(OIDC), [cleo, ben, anna], context({ quota: size - 1 }));
    expect(applied(policy(), less)).toEqual(policy(OIDC, ours(ANNA)));
    expect(Object.keys(problemCodes(less))).toEqual(['cleo', 'ben']);
  });

  it('says how full it is and what to do', () => {
    const planned = plan(full, [anna, ben, cleo], context({ quota: size }));
    expect(planned.change.kind).toBe('none');
    const standing = planned.standings.get('cleo');
    expect(standing).toMatchObject({
      kind: 'refused',
      problem: { code: 'trust-policy-full', advice: expect.stringMatching(/L-C07B4B0D.*own role/) },
    });
    expect(JSON.stringify(standing)).toContain(`${size} of ${size} characters`);
  });

  it('writes thousands as people read them', () => {
    const names = Array.from({ length: 60 }, (_, index) => `${ANNA}-${index}`);
    const planned = plan(
      policy(OIDC),
      names.map((name, index) => wants(`${index}`, letIn(name))),
    );
    const problem = [...planned.standings.values()].find(({ kind }) => kind === 'refused');
    expect(JSON.stringify(problem)).toMatch(/[12],\d{3} of 2,048 characters/);
  });

  it('lets the access with the lower id go first among those of one moment', () => {
    const claims = [wants('b', letIn(BEN)), wants('a', letIn(CLEO))];
    const planned = plan(policy(OIDC, ours(ANNA)), claims, context({ quota: size + 1 }));
    expect(kinds(planned)).toEqual({ a: 'adding', b: 'refused' });
  });

  it('refuses nobody for a principal that an older access brings in anyway', () => {
    const again = wants('again', letIn(BEN), { since: '2026-11-09T00:00:00.000Z' });
    const planned = plan(policy(OIDC), [anna, ben, again, cleo], context({ quota: size }));
    expect(kinds(planned)).toEqual({
      anna: 'adding',
      ben: 'adding',
      again: 'adding',
      cleo: 'refused',
    });
  });

  it('removes also what is over it, and adds nothing meanwhile', () => {
    const planned = plan(full, [ended('anna', letIn(ANNA)), ben, cleo], context({ quota: 10 }));
    expect(applied(policy(), planned)).toEqual(policy(OIDC, ours(BEN)));
    expect(kinds(planned)).toEqual({ anna: 'removing', ben: 'present', cleo: 'refused' });
  });

  it('takes from nobody what he had when there is no room for what he wants now', () => {
    const changed = { ...wants('a', letIn(ANNA, 'long-external-id')), placed: [letIn(ANNA)] };
    const current = policy(OIDC, ours(ANNA));
    const planned = plan(current, [changed], context({ quota: JSON.stringify(current).length }));
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ a: 'trust-policy-full' });
  });

  it.each([
    [Math.ceil(size / 0.8) + 1, []],
    [Math.floor(size / 0.8), ['trust-policy-nearly-full']],
  ])('of %i characters warns with %j', (quota, codes) => {
    const planned = plan(policy(OIDC), [anna, ben], context({ quota }));
    expect(planned.notices.map(({ code }) => code)).toEqual(codes);
  });
});

describe('the closing statement', () => {
  it('lets nobody in, and shuts nobody out: its condition is never met', () => {
    expect(CLOSED).toEqual({
      Sid: 'DeploymentAuthorizerProd4120bf0eClosed',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:00Z' } },
    });
  });

  it('of another installation is left to that one', () => {
    const theirs = closingStatement('prod2');
    const opened = applied(policy(), plan(policy(theirs), [wants('a', letIn(ANNA))]));
    expect(opened).toEqual(policy(theirs, ours(ANNA)));
    expect(applied(policy(), plan(opened, [ended('a', letIn(ANNA))]))).toEqual(policy(theirs));
  });
});
