import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Placement } from '../../shared/policy/claim.ts';
import type { OwnRole } from '../../shared/policy/own-role.ts';
import { ownRoleSteps } from '../../shared/policy/own-role-steps.ts';
import { planOwnRole } from '../../shared/policy/plan-own-role.ts';
import { statementsOf } from '../../shared/policy/same-policy.ts';
import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import { viewTrust } from '../../shared/policy/trust-view.ts';
import { claimsOver, newClaimsOver, shuffledPair } from './arbitraries.ts';
import { ANNA, applied, BEN, CLEO, context, placement } from './claims.ts';
import { frozen } from './frozen.ts';

const POLICIES = ['arn:policy/one', 'arn:policy/three', 'arn:policy/two'];
const BY_HAND = 'arn:policy/three';
const ORPHAN = 'AROAEXAMPLEID1234567';

const specification = fc.record(
  {
    kind: fc.constant('awsOwnRole' as const),
    account: fc.constant('999988887777'),
    roleName: fc.constant('airflow-fiery-nebula'),
    policies: fc.subarray(POLICIES.filter((arn) => arn !== BY_HAND)),
    deploymentId: fc.constantFrom('clmk1', 'clmk1', 'clmk1', 'clmk2'),
    permissionsBoundary: fc.constant('arn:policy/limit'),
    externalId: fc.constant('x'),
  },
  {
    noNullPrototype: true,
    requiredKeys: ['kind', 'account', 'roleName', 'policies', 'deploymentId'],
  },
);
const placementsOf = (specifications: fc.Arbitrary<Placement['specification']>) =>
  fc
    .tuple(fc.constantFrom(ANNA, BEN, CLEO), specifications)
    .map(([who, what]) => placement(who, what));
/** Often all of one specification, as the two identities of a Deployment are. */
const claims = fc.oneof(
  claimsOver(placementsOf(specification)),
  specification.chain((one) => claimsOver(placementsOf(fc.constant(one)))),
);

const statement: fc.Arbitrary<Statement> = fc.constantFrom<Statement[]>(
  { Sid: 'Ops', Effect: 'Allow', Principal: { AWS: CLEO }, Action: 'sts:AssumeRole' },
  { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition: { Bool: { b: 'false' } } },
);
const somebody = fc.uniqueArray(fc.constantFrom(ANNA, BEN, CLEO, ORPHAN), { minLength: 1 });
const trust: fc.Arbitrary<TrustPolicy> = fc
  .tuple(
    fc.array(statement, { maxLength: 2 }),
    fc.option(somebody),
    fc.constantFrom(undefined, 'x'),
  )
  .map(([theirs, principals, id]) => {
    const ours = principals ? [trustStatement('prod', id, principals)] : [];
    const all = [...theirs, ...ours];
    return { Version: '2012-10-17', Statement: all.length > 0 ? all : [closingStatement('prod')] };
  });
const role: fc.Arbitrary<OwnRole> = fc.record(
  {
    path: fc.constantFrom(...Array(6).fill('/deployment-authorizer/prod/'), '/'),
    tags: fc.constantFrom('clmk1', 'clmk1', 'clmk2').map((id) => ({
      'managed-by': 'deployment-authorizer',
      'deployment-authorizer:installation': 'prod',
      'deployment-authorizer:deployment-id': id,
      team: 'data',
    })),
    trust,
    attached: fc.subarray(POLICIES),
    inline: fc.subarray(['notes']),
    permissionsBoundary: fc.constantFrom('arn:policy/limit', 'arn:policy/other'),
  },
  { noNullPrototype: true, requiredKeys: ['path', 'tags', 'trust', 'attached', 'inline'] },
);
const roles = fc.option(role, { nil: undefined });
const contexts = fc
  .tuple(fc.constantFrom(2048, 500, 300), fc.subarray([ORPHAN]))
  .map(([quota, rejected]) => context({ quota, rejected: new Set(rejected) }));
const cases = fc.tuple(roles, claims, contexts);

function foreignIn({ trust }: OwnRole): readonly Statement[] {
  return statementsOf(trust).filter(({ Sid }) => !isSidOf('prod', Sid));
}

describe('planOwnRole, whatever the role and the claims,', () => {
  it('has nothing left to do after it was done', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planOwnRole(current, claims, context));
        const again = planOwnRole(result, claims, context);
        expect(again.change).toEqual({ kind: 'none' });
        expect(ownRoleSteps(result, result, context.installation)).toEqual([]);
        const kinds = [...again.standings.values()].map(({ kind }) => kind);
        expect(kinds).not.toContain('adding');
        expect(kinds).not.toContain('removing');
      }),
    );
  });

  it('finishes what a crash after any step has left', () => {
    fc.assert(
      fc.property(cases, fc.nat(6), ([current, claims, context], count) => {
        const wanted = applied(current, planOwnRole(current, claims, context));
        const halfway = afterSteps(current, wanted, count);
        const finished = applied(halfway, planOwnRole(halfway, claims, context));
        expect(finished).toEqual(wanted);
      }),
    );
  });

  it('plans the same in whatever order the claims come', () => {
    fc.assert(
      fc.property(roles, shuffledPair(claims), contexts, (current, [claims, others], context) => {
        const [one, other] = [claims, others].map((all) => planOwnRole(current, all, context));
        expect(other?.change).toEqual(one?.change);
        const kinds = (plan: typeof one) =>
          [...(plan?.standings ?? [])].map(([id, { kind }]) => `${id} ${kind}`).sort();
        expect(kinds(other)).toEqual(kinds(one));
      }),
    );
  });

  it('leaves all that others added, and its input untouched', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const before = structuredClone(current);
        const result = applied(current, planOwnRole(frozen(current), frozen(claims), context));
        if (before === undefined || result === undefined) return;
        expect(foreignIn(result)).toStrictEqual(foreignIn(before));
        const { path, tags, inline } = before;
        expect(result).toMatchObject({ path, tags, inline });
        expect(result.attached).toEqual(
          expect.arrayContaining(before.attached.filter((arn) => arn === BY_HAND)),
        );
        if (before.permissionsBoundary) expect(result.permissionsBoundary).toBeDefined();
      }),
    );
  });

  it('deletes only a role of ours on which nobody else put anything, and that nobody wants', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const { change } = planOwnRole(current, claims, context);
        if (current === undefined || change.kind === 'none' || change.policy) return;
        expect(current.path).toBe('/deployment-authorizer/prod/');
        expect(current.inline).toEqual([]);
        expect(foreignIn(current)).toEqual([]);
        expect(current.attached).not.toContain(BY_HAND);
        const id = current.tags['deployment-authorizer:deployment-id'];
        const of = (one?: Placement) =>
          one?.specification.kind === 'awsOwnRole' && one.specification.deploymentId === id;
        expect(claims.filter(({ wanted }) => of(wanted))).toEqual([]);
        expect(claims.some(({ placed }) => placed.some(of))).toBe(true);
      }),
    );
  });

  it('changes nothing of a role that does not bear our marks', () => {
    fc.assert(
      fc.property(role, claims, contexts, (current, claims, context) => {
        const plan = planOwnRole({ ...current, path: '/' }, claims, context);
        expect(plan.change).toEqual({ kind: 'none' });
      }),
    );
  });

  it('lets in and attaches only what was there and what is wanted and not barred', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planOwnRole(current, claims, context));
        if (result === undefined) return;
        const wanted = claims.flatMap(({ wanted, barred }) => (wanted && !barred ? [wanted] : []));
        const policies = wanted.flatMap(({ specification }) =>
          specification.kind === 'awsOwnRole' ? specification.policies : [],
        );
        const had = current ? [...viewTrust(current.trust, 'prod').ours] : [];
        const identities = wanted.map(({ identity }) => identity);
        for (const one of viewTrust(result.trust, 'prod').ours) {
          expect([...had.map(who), ...identities]).toContain(who(one));
        }
        expect([...(current?.attached ?? []), ...policies]).toEqual(
          expect.arrayContaining([...result.attached]),
        );
      }),
    );
  });

  it('says of every claim how it stands, and of a change only where it writes', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const { change, standings } = planOwnRole(current, claims, context);
        expect([...standings.keys()].sort()).toEqual(claims.map(({ accessId }) => accessId).sort());
        const kinds = [...standings.values()].map(({ kind }) => kind);
        const changes = kinds.includes('adding') || kinds.includes('removing');
        expect(changes && change.kind === 'none').toBe(false);
      }),
    );
  });

  it('leaves no role behind of all that it made, once that has ended', () => {
    const fresh = specification.chain((one) => newClaimsOver(placementsOf(fc.constant(one))));
    fc.assert(
      fc.property(fresh, contexts, (claims, context) => {
        const made = applied(undefined, planOwnRole(undefined, claims, context));
        const ended = claims.map(({ wanted, ...claim }) => ({
          ...claim,
          placed: wanted ? [wanted] : [],
        }));
        expect(applied(made, planOwnRole(made, ended, context))).toBeUndefined();
      }),
    );
  });
});

function who(piece: string): string {
  return piece.slice(piece.indexOf(' ') + 1);
}

/** The role as IAM has it after so many of the steps. */
function afterSteps(
  current: OwnRole | undefined,
  wanted: OwnRole | undefined,
  count: number,
): OwnRole | undefined {
  let role = current;
  for (const step of ownRoleSteps(current, wanted, 'prod').slice(0, count)) {
    if (step.kind === 'create') role = { ...step.role, attached: [] };
    else if (step.kind === 'delete') role = undefined;
    else if (role === undefined) throw new Error(`${step.kind} before there is a role`);
    else if (step.kind === 'attach')
      role = { ...role, attached: [...role.attached, step.policyArn].sort() };
    else if (step.kind === 'detach')
      role = { ...role, attached: role.attached.filter((arn) => arn !== step.policyArn) };
    else if (step.kind === 'update-trust') role = { ...role, trust: step.trust };
    else role = { ...role, permissionsBoundary: step.permissionsBoundary };
  }
  return role;
}
