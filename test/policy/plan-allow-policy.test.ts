import { describe, expect, it } from '@jest/globals';
import type { AllowPolicy, Binding } from '../../shared/policy/allow-policy.ts';
import { unconditionalMembers } from '../../shared/policy/bindings.ts';
import type { Claim, Placement } from '../../shared/policy/claim.ts';
import type { Plan } from '../../shared/policy/plan.ts';
import { planAllowPolicy } from '../../shared/policy/plan-allow-policy.ts';
import {
  applied,
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

const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const BEN = 'astro-ben@astro-data-plane.iam.gserviceaccount.com';
const VIEW = 'roles/bigquery.dataViewer';
const JOBS = 'roles/bigquery.jobUser';
const READ = 'roles/storage.objectViewer';
const [anna, ben] = [`serviceAccount:${ANNA}`, `serviceAccount:${BEN}`];
const TOMBSTONE = `deleted:serviceAccount:${ANNA}?uid=123456789012345678901`;
const EXPIRING = {
  title: 'until May',
  expression: 'request.time < timestamp("2027-05-01T00:00:00Z")',
};

function project(identity: string, ...roles: readonly string[]): Placement {
  return placement(identity, { kind: 'gcpProject', project: 'acme-analytics', roles });
}

function bound(role: string, ...members: readonly string[]): Binding {
  return { role, members };
}

function policy(...bindings: readonly Binding[]): AllowPolicy {
  return { version: 1, etag: 'BwX1', bindings };
}

function plan(current: AllowPolicy, claims: readonly Claim[], with_ = CONTEXT): Plan<AllowPolicy> {
  return planAllowPolicy(frozen(current), frozen(claims), with_);
}

describe('planAllowPolicy writes', () => {
  it.each<[string, AllowPolicy, readonly Claim[], AllowPolicy]>([
    [
      'a binding where the role has none',
      policy(bound('roles/owner', 'user:jane@acme.com')),
      [wants('a', project(ANNA, VIEW))],
      policy(bound('roles/owner', 'user:jane@acme.com'), bound(VIEW, anna)),
    ],
    [
      'into a policy without bindings',
      { etag: 'ACAB' },
      [wants('a', project(ANNA, VIEW))],
      { etag: 'ACAB', bindings: [bound(VIEW, anna)] },
    ],
    [
      'behind the other members, who keep their order and their case',
      policy(bound(VIEW, 'user:Zoe@Acme.com', 'user:ann@acme.com')),
      [wants('a', project(ANNA, VIEW))],
      policy(bound(VIEW, 'user:Zoe@Acme.com', 'user:ann@acme.com', anna)),
    ],
    [
      'members and roles in order, each once',
      policy(),
      [
        wants('b', project(BEN, JOBS, VIEW)),
        wants('a', project(ANNA, JOBS)),
        wants('a2', project(ANNA, JOBS)),
      ],
      policy(bound(VIEW, ben), bound(JOBS, anna, ben)),
    ],
    [
      'only the roles that are missing',
      policy(bound(VIEW, anna)),
      [wants('a', project(ANNA, VIEW, JOBS))],
      policy(bound(VIEW, anna), bound(JOBS, anna)),
    ],
    [
      'into a binding of nobody, and leaves others of nobody as they are',
      policy({ role: VIEW }, { role: JOBS }, bound(READ), bound(VIEW)),
      [wants('a', project(ANNA, VIEW))],
      policy(bound(VIEW, anna), { role: JOBS }, bound(READ), bound(VIEW)),
    ],
    [
      'beside a binding under a condition, never into it',
      policy({ ...bound(VIEW, anna), condition: EXPIRING }),
      [wants('a', project(ANNA, VIEW))],
      { ...policy({ ...bound(VIEW, anna), condition: EXPIRING }, bound(VIEW, anna)), version: 3 },
    ],
    [
      'version 3 as soon as any binding has a condition',
      { bindings: [{ ...bound(READ, 'user:jane@acme.com'), condition: EXPIRING }] },
      [wants('a', project(ANNA, VIEW))],
      {
        version: 3,
        bindings: [
          { ...bound(READ, 'user:jane@acme.com'), condition: EXPIRING },
          bound(VIEW, anna),
        ],
      },
    ],
    [
      'version 3 where it was 3',
      { ...policy(), version: 3 },
      [wants('a', project(ANNA, VIEW))],
      { ...policy(bound(VIEW, anna)), version: 3 },
    ],
    [
      'the first of two bindings of a role',
      policy(bound(VIEW, 'user:a@acme.com'), bound(VIEW, 'user:b@acme.com')),
      [wants('a', project(ANNA, VIEW))],
      policy(bound(VIEW, 'user:a@acme.com', anna), bound(VIEW, 'user:b@acme.com')),
    ],
    [
      'all bindings of a role that nobody wants',
      policy(bound(VIEW, anna, ben), bound(JOBS, anna), bound(VIEW, anna)),
      [ended('a', project(ANNA, VIEW))],
      policy(bound(VIEW, ben), bound(JOBS, anna)),
    ],
    [
      'a swap of roles',
      policy(bound(VIEW, anna), bound(READ, 'user:jane@acme.com')),
      [wants('a', project(ANNA, JOBS), { placed: [project(ANNA, VIEW)] })],
      policy(bound(READ, 'user:jane@acme.com'), bound(JOBS, anna)),
    ],
    [
      'the member again whose account was deleted, and its tombstone away',
      policy(bound(VIEW, TOMBSTONE, ben)),
      [wants('a', project(ANNA, VIEW), { placed: [project(ANNA, VIEW)] })],
      policy(bound(VIEW, ben, anna)),
    ],
    [
      'the tombstone of what we placed away when nobody wants it',
      policy(bound(VIEW, TOMBSTONE), bound(JOBS, TOMBSTONE)),
      [ended('a', project(ANNA, VIEW))],
      policy(bound(JOBS, TOMBSTONE)),
    ],
    [
      'nothing to a tombstone of somebody else',
      policy(bound(VIEW, TOMBSTONE)),
      [wants('b', project(BEN, VIEW))],
      policy(bound(VIEW, TOMBSTONE, ben)),
    ],
  ])('%s', (_what, current, claims, written) => {
    expect(plan(current, claims).change).toEqual({ kind: 'write', policy: written });
  });

  it('what it does not know, as it was read', () => {
    const current = { ...policy(), auditConfigs: [{ service: 'allServices' }] };
    expect(applied(current, plan(current, [wants('a', project(ANNA, VIEW))]))).toMatchObject({
      etag: 'BwX1',
      auditConfigs: [{ service: 'allServices' }],
    });
  });

  it.each<[string, Placement, string]>([
    ['a bucket', placement(ANNA, { kind: 'gcpBucket', bucket: 'acme-raw', roles: [READ] }), READ],
    [
      'a service account',
      placement(ANNA, { kind: 'gcpImpersonate', serviceAccount: `loader@acme` }),
      'roles/iam.serviceAccountTokenCreator',
    ],
  ])('the policy of %s', (_what, wanted, role) => {
    expect(applied({}, plan({}, [wants('a', wanted)]))).toEqual({ bindings: [bound(role, anna)] });
  });
});

describe('planAllowPolicy, of a role that is bound twice,', () => {
  const twice = policy(bound(VIEW, anna), bound(VIEW, 'user:jane@acme.com'));

  it('takes a member out of the one and leaves the other', () => {
    const planned = plan(twice, [ended('a', project(ANNA, VIEW))]);
    expect(applied(twice, planned)).toEqual(policy(bound(VIEW, 'user:jane@acme.com')));
  });
});

describe('planAllowPolicy, of one whom Google does not know any more,', () => {
  const gone = context({ rejected: new Set([ANNA]) });
  const lost = claim('lost', {
    wanted: project(ANNA, VIEW),
    placed: [project(ANNA, VIEW)],
    barred: true,
  });
  const conditional = { ...bound(VIEW, anna), condition: EXPIRING };
  const current = { ...policy(bound(VIEW, anna), conditional, bound(READ, anna)), version: 3 };

  it.each<[string, readonly Claim[], readonly Binding[]]>([
    ['gives a role', [wants('b', project(BEN, VIEW))], [bound(VIEW, ben), conditional]],
    ['takes one', [ended('b', project(ANNA, READ))], [conditional]],
  ])('takes what is ours out of what %s, and nothing of others', (_it, claims, bindings) => {
    const left = claims[0]?.wanted ? [bound(READ, anna)] : [];
    const planned = plan(current, [lost, ...claims], gone);
    expect(applied(current, planned)).toEqual({ ...current, bindings: [...bindings, ...left] });
  });

  it('writes nothing for that alone', () => {
    expect(plan(current, [lost], gone).change.kind).toBe('none');
  });

  it('leaves what another access still waits to get', () => {
    const claims = [lost, wants('twin', project(ANNA, VIEW)), wants('b', project(BEN, VIEW))];
    const planned = plan(current, claims, gone);
    expect(unconditionalMembers(applied(current, planned))).toContain(`${VIEW} ${anna}`);
  });
});

describe('planAllowPolicy writes nothing', () => {
  it.each<[string, AllowPolicy, readonly Claim[], Readonly<Record<string, string>>]>([
    ['for nobody', policy(bound(VIEW, anna)), [], {}],
    [
      'when all roles are there and ours',
      policy(bound(VIEW, anna), bound(JOBS, anna)),
      [wants('a', project(ANNA, VIEW, JOBS), { placed: [project(ANNA, VIEW, JOBS)] })],
      { a: 'present' },
    ],
    [
      'when all roles are there by hand',
      policy(bound(VIEW, anna)),
      [wants('a', project(ANNA, VIEW))],
      { a: 'by-hand' },
    ],
    [
      'when it is there in a second binding',
      policy(bound(VIEW, ben), bound(VIEW, anna)),
      [wants('a', project(ANNA, VIEW), { placed: [project(ANNA, VIEW)] })],
      { a: 'present' },
    ],
    [
      'when another access had it placed',
      policy(bound(VIEW, anna)),
      [ended('old', project(ANNA, VIEW)), wants('new', project(ANNA, VIEW))],
      { old: 'absent', new: 'present' },
    ],
    [
      'for what is gone',
      policy(bound(VIEW, ben)),
      [ended('a', project(ANNA, VIEW))],
      { a: 'absent' },
    ],
    [
      'for what stands under a condition',
      policy({ ...bound(VIEW, anna), condition: EXPIRING }),
      [ended('a', project(ANNA, VIEW))],
      { a: 'absent' },
    ],
    [
      'when nothing says that we placed it',
      policy(bound(VIEW, anna)),
      [claim('a')],
      { a: 'absent' },
    ],
    [
      'for who is spelled otherwise',
      policy(bound(VIEW, `serviceAccount:${ANNA.toUpperCase()}`)),
      [ended('a', project(ANNA, VIEW))],
      { a: 'absent' },
    ],
    [
      'of what barred accesses want or have',
      policy(bound(VIEW, anna, TOMBSTONE), bound(READ, ben)),
      [
        claim('held', { placed: [project(ANNA, VIEW)], barred: true }),
        claim('hand', { wanted: project(BEN, READ), barred: true }),
        claim('new', { wanted: project(BEN, READ, JOBS), barred: true }),
        ended('twin', project(ANNA, VIEW)),
      ],
      { held: 'present', hand: 'by-hand', new: 'absent', twin: 'absent' },
    ],
  ])('%s', (_what, current, claims, standings) => {
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual(standings);
  });
});

describe('planAllowPolicy tells', () => {
  it('how each stands', () => {
    const claims = [
      wants('new', project(BEN, JOBS)),
      ended('gone', project(ANNA, VIEW)),
      wants('narrowed', project(BEN, VIEW), { placed: [project(BEN, VIEW, READ)] }),
    ];
    const current = policy(bound(VIEW, anna, ben), bound(READ, ben));
    expect(kinds(plan(current, claims))).toEqual({
      new: 'adding',
      gone: 'removing',
      narrowed: 'removing',
    });
  });

  it('which of the roles are ours where somebody else gave the others', () => {
    const byHand = policy(bound(VIEW, anna));
    const wanted = project(ANNA, VIEW, JOBS);
    const mine = project(ANNA, JOBS);
    const planned = plan(byHand, [wants('a', wanted)]);
    expect(planned.standings.get('a')).toEqual({ kind: 'adding', ours: mine });
    const now = applied(byHand, planned);
    expect(plan(now, [wants('a', wanted, { placed: [mine] })]).standings.get('a')).toEqual({
      kind: 'present',
      ours: mine,
    });
    expect(applied(now, plan(now, [ended('a', mine)]))).toEqual(byHand);
  });

  it('nothing of it where all roles are ours', () => {
    const planned = plan(policy(), [wants('a', project(ANNA, VIEW, JOBS))]);
    expect(planned.standings.get('a')).toEqual({ kind: 'adding' });
  });

  it('nothing given where a barred specification names no role', () => {
    const claims = [claim('a', { wanted: project(ANNA), barred: true })];
    expect(kinds(plan(policy(), claims))).toEqual({ a: 'absent' });
  });

  it('that a specification without roles gives nothing', () => {
    expect(problemCodes(plan(policy(), [wants('a', project(ANNA))]))).toEqual({
      a: 'nothing-asked',
    });
    const aws = placement(ANNA, {
      kind: 'awsSharedRole',
      role: 'arn:aws:iam::999988887777:role/r',
    });
    expect(problemCodes(plan(policy(), [wants('a', aws)]))).toEqual({ a: 'nothing-asked' });
  });
});

describe('planAllowPolicy at the quota', () => {
  const crowd = {
    ...bound('roles/viewer', 'user:a@acme.com', 'user:b@acme.com'),
    condition: EXPIRING,
  };
  const one = wants('one', project(ANNA, VIEW), { since: '2026-11-01T00:00:00.000Z' });
  const two = wants('two', project(BEN, VIEW, JOBS), { since: '2026-11-02T00:00:00.000Z' });

  it('refuses the newest, counting every occurrence', () => {
    const planned = plan({ bindings: [crowd] }, [two, one], context({ quota: 4 }));
    expect(kinds(planned)).toEqual({ two: 'refused', one: 'adding' });
    expect(planned.standings.get('two')).toMatchObject({
      problem: { code: 'allow-policy-full', text: expect.stringContaining('3 of 4 members') },
    });
    expect(kinds(plan({ bindings: [crowd] }, [two, one], context({ quota: 5 })))).toEqual({
      two: 'adding',
      one: 'adding',
    });
  });

  it('counts who is exempted from audit logs, as Google does', () => {
    const auditLogConfigs = [{ logType: 'DATA_READ', exemptedMembers: ['user:c@acme.com'] }, {}];
    const current = { bindings: [crowd], auditConfigs: [{ auditLogConfigs }, {}] };
    expect(kinds(plan(current, [one], context({ quota: 4 })))).toEqual({ one: 'adding' });
    expect(kinds(plan(current, [one], context({ quota: 3 })))).toEqual({ one: 'refused' });
  });

  it('calls nothing of a refused one ours', () => {
    const current = { bindings: [crowd, bound(VIEW, ben)] };
    const standing = plan(current, [two], context({ quota: 3 })).standings.get('two');
    expect(Object.keys(standing ?? {})).toEqual(['kind', 'problem']);
  });

  it('leaves a refused one what it had', () => {
    const changed = { ...two, placed: [project(BEN, READ)] };
    const planned = plan({ bindings: [crowd, bound(READ, ben)] }, [changed], context({ quota: 3 }));
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ two: 'allow-policy-full' });
  });

  it('removes also what is over it', () => {
    const current = { version: 3, bindings: [crowd, bound(VIEW, anna)] };
    const planned = plan(current, [ended('a', project(ANNA, VIEW)), two], context({ quota: 1 }));
    expect(applied(current, planned)).toEqual({ version: 3, bindings: [crowd] });
    expect(kinds(planned)).toEqual({ a: 'removing', two: 'refused' });
  });

  it.each([
    [6, []],
    [5, ['allow-policy-nearly-full']],
  ])('of %i members warns with %j', (quota, codes) => {
    const planned = plan(
      { bindings: [crowd, bound(READ, 'user:c@acme.com')] },
      [one],
      context({ quota }),
    );
    expect(planned.notices.map(({ code }) => code)).toEqual(codes);
  });
});
