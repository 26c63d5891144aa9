import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../shared/policy/claim.ts';
import type { TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import {
  ANNA,
  applied,
  BEN,
  CLEO,
  claim,
  context,
  ended,
  kinds,
  letIn,
  placement,
  ROLE,
  wants,
} from './claims.ts';
import { byHand, CLOSED, OIDC, ORPHAN, ours, plan, policy, under } from './trust.ts';

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
      'statements in the order of their Sids, whoever asks first',
      policy(OIDC),
      ['x', 'y', 'z', 'w'].map((id) => wants(id, letIn(ANNA, id))),
      policy(
        OIDC,
        ...['x', 'y', 'z', 'w']
          .map((id) => under(id, ANNA))
          .sort((one, other) => ((one.Sid ?? '') < (other.Sid ?? '') ? -1 : 1)),
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
    ['into a policy without statements', policy(), [], {}],
    [
      'for what a barred access had, and has no more',
      policy(ours(ANNA)),
      [claim('a', { placed: [letIn(BEN)], barred: true })],
      { a: 'absent' },
    ],
    [
      'of a part of what a barred access had',
      policy(ours(ANNA)),
      [claim('a', { placed: [letIn(BEN), letIn(ANNA)], barred: true })],
      { a: 'present' },
    ],
    ['in a closed policy', policy(CLOSED), [ended('a', letIn(ANNA))], { a: 'absent' }],
  ])('%s', (_what, current, claims, standings) => {
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual(standings);
  });
});

const BUCKET = placement(BEN, { kind: 'gcpBucket', bucket: 'acme-raw', roles: ['roles/x'] });

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

  it.each<[string, Claim[], string]>([
    ['the role that is wanted', [wants('a', letIn(CLEO))], ROLE],
    ['the role that was placed', [ended('a', letIn(CLEO))], ROLE],
    ['the role, whatever else is asked of it', [wants('b', BUCKET), wants('a', letIn(CLEO))], ROLE],
    ['no role where none is known', [], 'this role'],
  ])('of %s', (_what, claims, role) => {
    const { notices } = plan(policy(ours(ANNA)), claims, context({ quota: 5_000 }));
    expect(notices[0]?.text).toBe(
      `Our statement in the trust policy of ${role} names ${ANNA}, which no access claims; it is left there.`,
    );
  });

  it('of strangers in order, whichever statement has them', () => {
    const { notices } = plan(policy(under('x', CLEO), ours(BEN), under('y', ANNA)), []);
    expect(notices.map(({ text }) => text.match(/astro-\w+/)?.[0])).toEqual([
      'astro-anna',
      'astro-ben',
      'astro-cleo',
    ]);
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

describe('planTrustPolicy, of a policy that we cannot be sure of,', () => {
  it('refuses whoever is to come in, and whoever is to go', () => {
    const twice = policy(ours(BEN), ours(CLEO));
    const planned = plan(twice, [
      wants('comes', letIn(ANNA)),
      ended('goes', letIn(BEN)),
      wants('is', letIn(CLEO)),
    ]);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toMatchObject({ comes: 'refused', goes: 'refused' });
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

  it('leaves an id that is wanted itself, rejected or not', () => {
    const claims = [wants('a', letIn(ORPHAN))];
    const planned = plan(policy(ours(ORPHAN)), claims, context({ rejected: new Set([ORPHAN]) }));
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
