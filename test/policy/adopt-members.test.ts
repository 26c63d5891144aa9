import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AllowPolicy } from '../../shared/policy/allow-policy.ts';
import { unconditionalMembers } from '../../shared/policy/bindings.ts';
import type { Claim, Placement } from '../../shared/policy/claim.ts';
import type { DatasetAccess } from '../../shared/policy/dataset-access.ts';
import { planAllowPolicy } from '../../shared/policy/plan-allow-policy.ts';
import { planDatasetAccess } from '../../shared/policy/plan-dataset-access.ts';
import { planOwnRole } from '../../shared/policy/plan-own-role.ts';
import { claimsOver, shuffledPair } from './arbitraries.ts';
import {
  applied,
  CONTEXT,
  context,
  ended,
  kinds,
  placement,
  problemCodes,
  wants,
} from './claims.ts';

const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const BEN = 'astro-ben@astro-data-plane.iam.gserviceaccount.com';
const VIEW = 'roles/bigquery.dataViewer';
const JOBS = 'roles/bigquery.jobUser';
const [anna, ben] = [`serviceAccount:${ANNA}`, `serviceAccount:${BEN}`];
const adopt = true;

const project = (identity: string, ...roles: readonly string[]): Placement =>
  placement(identity, { kind: 'gcpProject', project: 'acme-analytics', roles });
const bound = (role: string, ...members: readonly string[]) => ({ role, members });
const policy = (...bindings: NonNullable<AllowPolicy['bindings']>): AllowPolicy => ({
  etag: 'BwX1',
  bindings,
});

describe('planAllowPolicy, of a claim that adopts,', () => {
  it('takes what is there by hand for ours without a write', () => {
    const plan = planAllowPolicy(
      policy(bound(VIEW, anna, ben)),
      [wants('a', project(ANNA, VIEW), { adopt })],
      CONTEXT,
    );
    expect(plan.change).toEqual({ kind: 'none' });
    expect(plan.standings.get('a')).toEqual({ kind: 'present' });
  });

  it('writes down all of its roles where only some are missing', () => {
    const claims = [wants('a', project(ANNA, VIEW, JOBS), { adopt })];
    const plan = planAllowPolicy(policy(bound(VIEW, anna)), claims, CONTEXT);
    expect(plan.standings.get('a')).toEqual({ kind: 'adding' });
    expect(applied(policy(), plan)).toEqual(policy(bound(VIEW, anna), bound(JOBS, anna)));
  });

  it.each<[string, Partial<Claim>]>([
    ['that does not', {}],
    ['that is barred', { adopt, barred: true }],
  ])('leaves it to its owner for one %s', (_what, rest) => {
    const claims = [wants('a', project(ANNA, VIEW), rest)];
    expect(kinds(planAllowPolicy(policy(bound(VIEW, anna)), claims, CONTEXT))).toEqual({
      a: 'by-hand',
    });
  });

  it('leaves it to its owner where the rest of it finds no room', () => {
    const claims = [wants('a', project(ANNA, VIEW, JOBS), { adopt })];
    const plan = planAllowPolicy(policy(bound(VIEW, anna)), claims, context({ quota: 1 }));
    expect(problemCodes(plan)).toEqual({ a: 'allow-policy-full' });
  });

  it('takes no binding under a condition for what it wants', () => {
    const current = policy({ ...bound(VIEW, anna), condition: { title: 'until May' } });
    const plan = planAllowPolicy(current, [wants('a', project(ANNA, VIEW), { adopt })], CONTEXT);
    expect(kinds(plan)).toEqual({ a: 'adding' });
  });

  it('takes it away when it has ended, and nobody else', () => {
    const plan = planAllowPolicy(
      policy(bound(VIEW, anna, ben)),
      [ended('a', project(ANNA, VIEW))],
      CONTEXT,
    );
    expect(applied(policy(), plan)).toEqual(policy(bound(VIEW, ben)));
  });
});

describe('planDatasetAccess, of a claim that adopts,', () => {
  it('takes an entry by its old name for ours without a write', () => {
    const current: DatasetAccess = { etag: 'e', access: [{ role: 'READER', userByEmail: ANNA }] };
    const wanted = placement(ANNA, {
      kind: 'gcpDataset',
      project: 'p',
      dataset: 'd',
      roles: [VIEW],
    });
    const plan = planDatasetAccess(current, [wants('a', wanted, { adopt })], CONTEXT);
    expect(plan.change).toEqual({ kind: 'none' });
    expect(plan.standings.get('a')).toEqual({ kind: 'present' });
  });
});

describe('planAllowPolicy with claims that adopt, whatever the policy,', () => {
  const roles = fc.shuffledSubarray([VIEW, JOBS], { minLength: 1 });
  const placements = fc
    .tuple(fc.constantFrom(ANNA, BEN), roles)
    .map(([identity, given]) => project(identity, ...given));
  const policies = fc
    .array(
      fc.tuple(
        fc.constantFrom(VIEW, JOBS),
        fc.shuffledSubarray([anna, ben, 'user:zoe@a.b'], { minLength: 1 }),
      ),
    )
    .map((all) => policy(...all.map(([role, members]) => bound(role, ...members))));
  const adopting = claimsOver(placements).map((all) =>
    all.map((one): Claim => ({ ...one, adopt })),
  );
  const quotas = fc.constantFrom(1500, 8, 3).map((quota) => context({ quota }));

  it('writes what it would write if nobody adopted', () => {
    fc.assert(
      fc.property(policies, adopting, quotas, (current, claims, context) => {
        const plain = claims.map(({ adopt: _, ...one }) => one);
        expect(planAllowPolicy(current, claims, context).change).toEqual(
          planAllowPolicy(current, plain, context).change,
        );
      }),
    );
  });

  it('stands the same in whatever order the claims come', () => {
    fc.assert(
      fc.property(
        policies,
        shuffledPair(adopting),
        quotas,
        (current, [claims, others], context) => {
          const [one, other] = [claims, others].map((all) =>
            planAllowPolicy(current, all, context),
          );
          expect(new Map([...(other?.standings ?? [])].sort())).toEqual(
            new Map([...(one?.standings ?? [])].sort()),
          );
        },
      ),
    );
  });

  it('takes away all that was taken for ours, once it has ended', () => {
    fc.assert(
      fc.property(policies, adopting, (current, claims) => {
        const { standings } = planAllowPolicy(current, claims, CONTEXT);
        const taken = claims.flatMap(({ accessId, wanted }) =>
          wanted && standings.get(accessId)?.kind === 'present' ? [ended(accessId, wanted)] : [],
        );
        const left = unconditionalMembers(
          applied(current, planAllowPolicy(current, taken, CONTEXT)),
        );
        const pieces = taken.flatMap(({ placed }) =>
          placed.flatMap(({ identity, specification }) =>
            'roles' in specification
              ? specification.roles.map((role) => `${role} serviceAccount:${identity}`)
              : [],
          ),
        );
        expect(pieces.filter((one) => left.includes(one))).toEqual([]);
      }),
    );
  });
});

describe('planOwnRole, of a claim that adopts,', () => {
  it('leaves a stranger’s role as it is', () => {
    const wanted = placement('arn:aws:iam::111122223333:role/astro-anna', {
      kind: 'awsOwnRole',
      account: '999988887777',
      roleName: 'airflow-anna',
      deploymentId: 'anna',
      policies: [],
    });
    const Statement = [
      { Effect: 'Allow', Principal: { AWS: wanted.identity }, Action: 'sts:AssumeRole' } as const,
    ];
    const stranger = { path: '/', tags: {}, trust: { Statement }, attached: [], inline: [] };
    const plan = planOwnRole(stranger, [wants('a', wanted, { adopt })], CONTEXT);
    expect(plan.change).toEqual({ kind: 'none' });
    expect(problemCodes(plan)).toEqual({ a: 'role-name-taken' });
  });
});
