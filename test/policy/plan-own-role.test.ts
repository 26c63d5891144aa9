import { describe, expect, it } from '@jest/globals';
import type { Claim, Placement } from '../../shared/policy/claim.ts';
import type { OwnRole } from '../../shared/policy/own-role.ts';
import type { OwnRoleSpecification } from '../../shared/policy/own-role-marks.ts';
import type { Plan } from '../../shared/policy/plan.ts';
import { planOwnRole } from '../../shared/policy/plan-own-role.ts';
import { statementsOf } from '../../shared/policy/same-policy.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import {
  ANNA,
  BEN,
  CLEO,
  CONTEXT,
  claim,
  context,
  ended,
  kinds,
  placement,
  problemCodes,
  wants,
} from './claims.ts';
import { frozen } from './frozen.ts';

const LAKE_READ = 'arn:aws:iam::999988887777:policy/lake-read';
const LAKE_LIST = 'arn:aws:iam::999988887777:policy/lake-list';
const BY_HAND = 'arn:aws:iam::aws:policy/AmazonAthenaFullAccess';
const LIMIT = 'arn:aws:iam::999988887777:policy/astro-boundary';
const ORPHAN = 'AROAEXAMPLEID1234567';
const NAME = 'airflow-fiery-nebula-1234';
const FOREIGN: Statement = {
  Sid: 'Ops',
  Effect: 'Allow',
  Principal: { AWS: CLEO },
  Action: 'sts:AssumeRole',
};

const SPECIFICATION: OwnRoleSpecification = {
  kind: 'awsOwnRole',
  account: '999988887777',
  roleName: NAME,
  policies: [LAKE_READ],
  deploymentId: 'clmk1',
};

function needs(identity: string, changes: Partial<OwnRoleSpecification> = {}): Placement {
  return placement(identity, { ...SPECIFICATION, ...changes });
}

function trusting(...principals: readonly string[]): TrustPolicy {
  return { Version: '2012-10-17', Statement: [trustStatement('prod', undefined, principals)] };
}

/** As it is read: made for ANNA, finished. */
const READY: OwnRole = {
  arn: `arn:aws:iam::999988887777:role/deployment-authorizer/prod/${NAME}`,
  path: '/deployment-authorizer/prod/',
  tags: {
    'managed-by': 'deployment-authorizer',
    'deployment-authorizer:installation': 'prod',
    'deployment-authorizer:deployment-id': 'clmk1',
  },
  trust: trusting(ANNA),
  attached: [LAKE_READ],
  inline: [],
};

function plan(
  current: OwnRole | undefined,
  claims: readonly Claim[],
  with_ = CONTEXT,
): Plan<OwnRole | undefined> {
  return planOwnRole(frozen(current), frozen(claims), with_);
}

function written(current: OwnRole | undefined, claims: readonly Claim[]): OwnRole | undefined {
  const { change } = plan(current, claims);
  if (change.kind === 'none') throw new Error('nothing is written');
  return change.policy;
}

function codes({ notices }: Plan<unknown>): readonly string[] {
  return notices.map(({ code }) => code);
}

describe('planOwnRole makes a role', () => {
  it('with its path, its tags, its policies and all who want it', () => {
    const { arn: _, ...fresh } = READY;
    const made = written(undefined, [wants('dr', needs(BEN)), wants('primary', needs(ANNA))]);
    expect(made).toStrictEqual({ ...fresh, trust: trusting(ANNA, BEN) });
  });

  it('with a boundary and an ExternalId where they are specified', () => {
    const made = written(undefined, [
      wants('a', needs(ANNA, { permissionsBoundary: LIMIT, externalId: 'x' })),
    ]);
    expect(made).toMatchObject({
      permissionsBoundary: LIMIT,
      trust: { Statement: [trustStatement('prod', 'x', [ANNA])] },
    });
  });

  it('for those who are not barred, and for nobody else', () => {
    const dr = claim('dr', { wanted: needs(BEN), barred: true });
    expect(written(undefined, [wants('primary', needs(ANNA)), dr])?.trust).toEqual(trusting(ANNA));
    expect(plan(undefined, [dr]).change.kind).toBe('none');
  });

  it('and has nothing to tell of it', () => {
    expect(plan(undefined, [wants('a', needs(ANNA))]).notices).toEqual([]);
  });

  it('whatever else is asked of it that no role can give', () => {
    const bucket = placement(BEN, { kind: 'gcpBucket', bucket: 'acme-raw', roles: ['roles/x'] });
    const claims = [wants('b', bucket, { placed: [bucket] }), wants('a', needs(ANNA))];
    const { arn: _, ...fresh } = READY;
    expect(written(undefined, claims)).toStrictEqual(fresh);
    const planned = plan(undefined, claims);
    expect(kinds(planned)).toEqual({ b: 'refused', a: 'adding' });
    expect(problemCodes(planned)).toEqual({ b: 'nothing-asked' });
  });

  it('not for whom nobody wants it any more', () => {
    const planned = plan(undefined, [ended('a', needs(ANNA))]);
    expect(planned.change.kind).toBe('none');
    expect(kinds(planned)).toEqual({ a: 'absent' });
  });

  it('not when the trust policy has no room for anybody', () => {
    const planned = plan(undefined, [wants('a', needs(ANNA))], context({ quota: 100 }));
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ a: 'trust-policy-full' });
  });

  it('not for more than one role', () => {
    const planned = plan(undefined, [wants('a', needs('*'))]);
    expect(problemCodes(planned)).toEqual({ a: 'principal-too-wide' });
    expect(planned.standings.get('a')).toMatchObject({
      problem: { text: expect.stringContaining(`the role ${NAME}`) },
    });
  });
});

describe('planOwnRole brings a role of ours in line', () => {
  const anna = wants('a', needs(ANNA));

  it.each<[string, OwnRole, readonly Claim[], Partial<OwnRole>]>([
    [
      'attaches what a crash left out',
      { ...READY, attached: [] },
      [anna],
      { attached: [LAKE_READ] },
    ],
    [
      'lets in who is missing',
      { ...READY, trust: trusting(BEN) },
      [anna],
      { trust: trusting(ANNA, BEN) },
    ],
    [
      'opens what was closed',
      { ...READY, trust: { Statement: closingStatement('prod') } },
      [anna],
      {
        trust: { Statement: [trustStatement('prod', undefined, [ANNA])] },
      },
    ],
    [
      'swaps a policy for another',
      READY,
      [wants('a', needs(ANNA, { policies: [LAKE_LIST] }), { placed: [needs(ANNA)] })],
      { attached: [LAKE_LIST] },
    ],
    [
      'detaches a policy that is specified no more',
      { ...READY, attached: [LAKE_LIST, LAKE_READ] },
      [wants('a', needs(ANNA), { placed: [needs(ANNA, { policies: [LAKE_LIST, LAKE_READ] })] })],
      { attached: [LAKE_READ] },
    ],
    [
      'keeps a policy that was added by hand, in order',
      { ...READY, attached: [BY_HAND] },
      [anna],
      { attached: [LAKE_READ, BY_HAND].sort() },
    ],
    [
      'sets a boundary',
      READY,
      [wants('a', needs(ANNA, { permissionsBoundary: LIMIT }))],
      { permissionsBoundary: LIMIT },
    ],
    [
      'changes a boundary',
      { ...READY, permissionsBoundary: 'arn:other' },
      [wants('a', needs(ANNA, { permissionsBoundary: LIMIT }))],
      { permissionsBoundary: LIMIT },
    ],
    [
      'keeps statements that were added by hand',
      { ...READY, trust: { Statement: FOREIGN } },
      [anna],
      { trust: { Statement: [FOREIGN, trustStatement('prod', undefined, [ANNA])] } },
    ],
    [
      'takes one identity away and keeps the other',
      { ...READY, trust: trusting(ANNA, BEN) },
      [anna, ended('dr', needs(BEN))],
      { trust: trusting(ANNA) },
    ],
  ])('%s', (_what, current, claims, changes) => {
    expect(written(current, claims)).toEqual({ ...current, ...changes });
  });

  it.each<[string, OwnRole, readonly Claim[]]>([
    ['that is as it is wanted', READY, [anna]],
    [
      'with tags and inline policies that somebody added',
      { ...READY, tags: { ...READY.tags, team: 'data' }, inline: ['x'] },
      [anna],
    ],
    ['with a boundary that nobody specified', { ...READY, permissionsBoundary: LIMIT }, [anna]],
    [
      'whose boundary is specified no more',
      { ...READY, permissionsBoundary: LIMIT },
      [{ ...anna, placed: [needs(ANNA, { permissionsBoundary: LIMIT })] }],
    ],
    ['that a barred claim holds', READY, [claim('a', { placed: [needs(ANNA)], barred: true })]],
    ['of which the record knows nothing', READY, [claim('a')]],
  ])('leaves one alone %s', (_what, current, claims) => {
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(planned.notices).toEqual([]);
    expect(Object.values(kinds(planned))).not.toContain('removing');
  });

  it('puts whoever is let in by hand into our own statement as well', () => {
    const claims = [wants('cleo', needs(CLEO))];
    const current = { ...READY, trust: { Statement: FOREIGN } };
    expect(kinds(plan(current, claims))).toEqual({ cleo: 'adding' });
  });

  it('calls nobody present before the policies and the boundary are', () => {
    expect(kinds(plan({ ...READY, attached: [] }, [anna]))).toEqual({ a: 'adding' });
    expect(kinds(plan(READY, [wants('a', needs(ANNA, { permissionsBoundary: LIMIT }))]))).toEqual({
      a: 'adding',
    });
    expect(kinds(plan(READY, [anna]))).toEqual({ a: 'present' });
    expect(kinds(plan({ ...READY, attached: [] }, [{ ...anna, barred: true }]))).toEqual({
      a: 'absent',
    });
  });

  it('keeps what a barred claim was given, whatever another is given', () => {
    const claims = [
      wants('a', needs(ANNA, { policies: [LAKE_LIST] }), { placed: [needs(ANNA)] }),
      claim('dr', { placed: [needs(BEN)], barred: true }),
    ];
    expect(written({ ...READY, trust: trusting(ANNA, BEN) }, claims)).toMatchObject({
      attached: [LAKE_LIST, LAKE_READ],
      trust: trusting(ANNA, BEN),
    });
  });

  it('tells of policies and principals that it did not place', () => {
    const current = { ...READY, attached: [LAKE_READ, BY_HAND], trust: trusting(ANNA, BEN) };
    expect(codes(plan(current, [anna]))).toEqual([
      'unclaimed-principal',
      'policy-attached-by-hand',
    ]);
  });

  it('adds a policy also where the trust policy is over its quota', () => {
    const planned = plan({ ...READY, attached: [] }, [anna], context({ quota: 10 }));
    expect(kinds(planned)).toEqual({ a: 'adding' });
  });

  it('sets a boundary also where the trust policy is over its quota', () => {
    const bounded = wants('a', needs(ANNA, { permissionsBoundary: LIMIT }));
    expect(kinds(plan(READY, [bounded], context({ quota: 10 })))).toEqual({ a: 'adding' });
  });

  it('fills the trust policy to the character', () => {
    const claims = [anna, wants('dr', needs(BEN))];
    const quota = JSON.stringify(trusting(ANNA, BEN)).length;
    expect(kinds(plan(READY, claims, context({ quota })))).toMatchObject({ dr: 'adding' });
    const { standings, notices } = plan(READY, claims, context({ quota: quota - 1 }));
    expect(standings.get('dr')).toMatchObject({
      problem: { text: expect.stringContaining(`the role ${NAME} (account 999988887777)`) },
    });
    expect(notices[0]?.text).toContain(`the role ${NAME} (account 999988887777)`);
  });

  it('changes nothing else for whom there is no room', () => {
    const claims = [wants('dr', needs(BEN, { policies: [LAKE_LIST] }))];
    const planned = plan(READY, claims, context({ quota: 10 }));
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ dr: 'trust-policy-full' });
  });

  it('takes the id of a deleted role out of our statement when IAM rejects it', () => {
    const planned = plan(
      { ...READY, trust: trusting(ORPHAN) },
      [anna],
      context({ rejected: new Set([ORPHAN]) }),
    );
    expect(planned.change).toEqual({ kind: 'write', policy: READY });
    expect(codes(planned)).toEqual(['orphan-removed']);
  });

  it('stands still before a statement of ours that somebody edited', () => {
    const edited = { ...trustStatement('prod', undefined, [ANNA]), Effect: 'Deny' } as const;
    const current = { ...READY, trust: { Statement: edited } };
    expect(problemCodes(plan(current, [anna]))).toEqual({ a: 'ambiguous-statement' });
    expect(problemCodes(plan(current, [ended('a', needs(ANNA))]))).toEqual({
      a: 'ambiguous-statement',
    });
    expect(plan(current, [ended('a', needs(ANNA))]).change.kind).toBe('none');
  });

  it('detaches nothing while it stands still, and says so', () => {
    const placed = [needs(ANNA, { policies: [LAKE_LIST, LAKE_READ] })];
    const trust = { Statement: [trusting(ANNA), trusting(BEN)].flatMap(statementsOf) };
    const current = { ...READY, trust, attached: [LAKE_LIST, LAKE_READ] };
    const planned = plan(current, [wants('a', needs(ANNA), { placed })]);
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ a: 'ambiguous-statement' });
  });
});

describe('planOwnRole never adopts', () => {
  it.each<[string, OwnRole]>([
    ['a role at another path', { ...READY, path: '/' }],
    ['a role of another installation', { ...READY, path: '/deployment-authorizer/prod2/' }],
    ['a role without tags', { ...READY, tags: {} }],
    [
      'a role that another product manages',
      { ...READY, tags: { ...READY.tags, 'managed-by': 'terraform' } },
    ],
    [
      'a role tagged for another installation',
      { ...READY, tags: { ...READY.tags, 'deployment-authorizer:installation': 'prod2' } },
    ],
    [
      'a role of another Deployment',
      { ...READY, tags: { ...READY.tags, 'deployment-authorizer:deployment-id': 'clmk2' } },
    ],
    [
      'a role whose name is in another case',
      { ...READY, arn: READY.arn?.replace('airflow', 'Airflow') ?? '' },
    ],
  ])('%s', (_what, current) => {
    const claims = [
      wants('new', needs(BEN)),
      claim('barred', { wanted: needs(BEN), barred: true }),
      ended('gone', needs(BEN)),
    ];
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual({ new: 'refused', barred: 'absent', gone: 'absent' });
    expect(problemCodes(planned)).toEqual({ new: 'role-name-taken' });
  });

  it('nor calls anything revoked there that is still let in under our Sid', () => {
    const current = { ...READY, tags: {} };
    expect(problemCodes(plan(current, [ended('a', needs(ANNA))]))).toEqual({
      a: 'role-name-taken',
    });
    expect(kinds(plan(current, [claim('a', { wanted: needs(ANNA), barred: true })]))).toEqual({
      a: 'present',
    });
  });

  it('says under which name the role is known', () => {
    const current = { ...READY, arn: READY.arn?.replace('airflow', 'Airflow') ?? '' };
    expect(JSON.stringify([...plan(current, [wants('a', needs(ANNA))]).standings])).toContain(
      'Airflow-fiery-nebula-1234',
    );
  });

  it('but lets the Deployment for which it was made take its own away', () => {
    const claims = [ended('old', needs(ANNA)), wants('new', needs(BEN, { deploymentId: 'clmk2' }))];
    const planned = plan(READY, claims);
    expect(planned.change).toEqual({ kind: 'write', policy: undefined });
    expect(kinds(planned)).toEqual({ old: 'removing', new: 'refused' });
  });
});

describe('planOwnRole takes a role away', () => {
  const gone = ended('a', needs(ANNA));

  it.each<[string, OwnRole]>([
    ['as it was made', READY],
    ['half taken away', { ...READY, attached: [] }],
    ['whose Deployment IAM knows only by id', { ...READY, trust: trusting(ORPHAN) }],
    ['that was closed', { ...READY, trust: { Statement: closingStatement('prod') } }],
    ['all but deleted', { ...READY, trust: { Statement: closingStatement('prod') }, attached: [] }],
    ['with a boundary', { ...READY, permissionsBoundary: LIMIT }],
  ])('%s', (_what, current) => {
    const planned = plan(current, [gone]);
    expect(planned.change).toEqual({ kind: 'write', policy: undefined });
    expect(kinds(planned)).toEqual({ a: 'removing' });
    expect(planned.notices).toEqual([]);
  });

  const closed = { Version: '2012-10-17', Statement: [closingStatement('prod')] };

  it.each<[string, Partial<OwnRole>, Partial<OwnRole>, readonly string[]]>([
    ['an inline policy', { inline: ['notes'] }, { trust: closed, attached: [] }, []],
    [
      'a policy attached by hand',
      { attached: [LAKE_READ, BY_HAND] },
      { trust: closed, attached: [BY_HAND] },
      ['policy-attached-by-hand'],
    ],
    [
      'a foreign statement',
      { trust: { Statement: [trustStatement('prod', undefined, [ANNA]), FOREIGN] } },
      { trust: { Statement: [FOREIGN] }, attached: [] },
      [],
    ],
    [
      'a principal in our statement that the record does not know',
      { trust: trusting(ANNA, BEN) },
      { trust: trusting(BEN) },
      ['unclaimed-principal'],
    ],
  ])('but for %s, and says so', (_what, added, left, told) => {
    const planned = plan({ ...READY, ...added }, [gone]);
    expect(planned.change).toEqual({ kind: 'write', policy: { ...READY, ...added, ...left } });
    expect(kinds(planned)).toEqual({ a: 'removing' });
    expect(codes(planned)).toEqual([...told, 'role-left']);
    const again = plan({ ...READY, ...added, ...left }, [gone]);
    expect(again.change.kind).toBe('none');
    expect(kinds(again)).toEqual({ a: 'absent' });
  });

  it('and names all that somebody added to it', () => {
    const { Sid: _, ...nameless } = FOREIGN;
    const trust = {
      Statement: [trustStatement('prod', undefined, [ANNA, BEN]), FOREIGN, nameless],
    };
    const added = { trust, attached: [LAKE_READ, BY_HAND], inline: ['notes'] };
    const { notices } = plan({ ...READY, ...added }, [gone]);
    expect(notices.find(({ code }) => code === 'role-left')?.text).toContain(
      `somebody added the statement Ops, a statement without a Sid, the principal ${BEN}, the policy ${BY_HAND}, the inline policy notes.`,
    );
  });

  it('and says so only of those for whom it was made', () => {
    expect(kinds(plan(READY, [gone, claim('never')]))).toEqual({ a: 'removing', never: 'absent' });
  });

  it.each<[string, readonly Claim[]]>([
    ['while the other identity wants it', [gone, wants('dr', needs(BEN))]],
    ['while a barred claim may want it', [gone, claim('dr', { barred: true })]],
    ['when no record says that we placed it', [claim('a')]],
  ])('not %s', (_what, claims) => {
    const { change } = plan(READY, claims);
    expect(change.kind === 'none' || change.policy !== undefined).toBe(true);
  });
});

describe('planOwnRole refuses both of two claims that contradict each other', () => {
  it.each<[string, Partial<OwnRoleSpecification>]>([
    ['in the policies', { policies: [LAKE_LIST] }],
    ['in the boundary', { permissionsBoundary: LIMIT }],
    ['in the ExternalId', { externalId: 'x' }],
  ])('%s', (_what, changes) => {
    const claims = [wants('primary', needs(ANNA)), wants('dr', needs(BEN, changes))];
    for (const current of [undefined, READY]) {
      const planned = plan(current, claims);
      expect(planned.change.kind).toBe('none');
      expect(problemCodes(planned)).toEqual({
        primary: 'contradicting-specifications',
        dr: 'contradicting-specifications',
      });
    }
  });

  it('of two Deployments that want to make the same role', () => {
    const claims = [
      wants('one', needs(ANNA)),
      wants('other', needs(BEN, { deploymentId: 'clmk2' })),
    ];
    const planned = plan(undefined, claims);
    expect(planned.change.kind).toBe('none');
    expect(Object.keys(problemCodes(planned))).toEqual(['one', 'other']);
  });

  it('but not of two that list the same policies differently', () => {
    const claims = [
      wants('primary', needs(ANNA, { policies: [LAKE_READ, LAKE_LIST] })),
      wants('dr', needs(BEN, { policies: [LAKE_LIST, LAKE_READ, LAKE_LIST] })),
    ];
    expect(kinds(plan(undefined, claims))).toEqual({ primary: 'adding', dr: 'adding' });
  });

  it('and still takes away what nobody wants', () => {
    const claims = [
      wants('primary', needs(ANNA)),
      wants('dr', needs(BEN, { policies: [LAKE_LIST] })),
      ended('old', needs(CLEO)),
    ];
    const planned = plan({ ...READY, trust: trusting(ANNA, CLEO) }, claims);
    expect(planned.change).toMatchObject({ policy: { ...READY, trust: trusting(ANNA) } });
    expect(kinds(planned)).toEqual({ primary: 'refused', dr: 'refused', old: 'removing' });
  });
});
