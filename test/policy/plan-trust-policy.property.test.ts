import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Claim } from '../../shared/policy/claim.ts';
import { asksOf } from '../../shared/policy/pieces.ts';
import type { PlanContext } from '../../shared/policy/plan.ts';
import { planTrustPolicy } from '../../shared/policy/plan-trust-policy.ts';
import { awsPrincipals } from '../../shared/policy/principals.ts';
import { samePolicy, statementsOf } from '../../shared/policy/same-policy.ts';
import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { policySize } from '../../shared/policy/trust-size.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import { trustPiece, viewTrust } from '../../shared/policy/trust-view.ts';
import { claimsOver, newClaimsOver, shuffledPair } from './arbitraries.ts';
import { applied, letIn } from './claims.ts';
import { frozen } from './frozen.ts';

const NAMES = ['anna', 'ben', 'cleo', 'dora', 'emil'];
const ARNS = NAMES.map((name) => `arn:aws:iam::111122223333:role/astro-${name}`);
const ORPHANS = ['AROAEXAMPLEID1234567', 'AIDAEXAMPLEID7654321'];
const anyone = fc.constantFrom(...ARNS, ...ORPHANS, '*', 'arn:aws:iam::111122223333:root');
const externalId = fc.constantFrom(undefined, undefined, 'x', 'a-rather-long-external-id');
const placements = fc
  .tuple(fc.constantFrom(...ARNS), externalId)
  .map(([arn, id]) => letIn(arn, id));

const principal = fc.oneof(
  fc.constant('*' as const),
  fc.oneof(anyone, fc.array(anyone, { minLength: 1, maxLength: 3 })).map((AWS) => ({ AWS })),
  fc.constant({ Federated: 'arn:aws:iam::999988887777:oidc-provider/ci' }),
);
const foreign: fc.Arbitrary<Statement> = fc
  .record(
    {
      Sid: fc.constantFrom('ByHand', 'Ops', 'DeploymentAuthorizer'),
      Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      Principal: principal,
      Action: fc.constantFrom<(string | readonly string[])[]>(
        'sts:AssumeRole',
        ['sts:*'],
        'sts:TagSession',
      ),
      Condition: fc.constantFrom(
        { Bool: { b: ['true'] } },
        { StringLike: { 'aws:PrincipalArn': 'x*' } },
      ),
    },
    { noNullPrototype: true, requiredKeys: ['Effect', 'Principal', 'Action'] },
  )
  .map((statement) => statement as Statement);
const another = fc.constantFrom(
  trustStatement('prod2', undefined, [ARNS[0] ?? '']),
  closingStatement('product'),
);
const somebody = fc.uniqueArray(fc.constantFrom(...ARNS, ...ORPHANS), { minLength: 1 });
const open = fc
  .uniqueArray(fc.tuple(externalId, somebody), { maxLength: 2, selector: ([id]) => String(id) })
  .map((all) => all.map(([id, arns]) => trustStatement('prod', id, arns)));

function policies(ourStatements: fc.Arbitrary<readonly Statement[]>): fc.Arbitrary<TrustPolicy> {
  const others = fc.array(
    fc.oneof({ weight: 4, arbitrary: foreign }, { weight: 1, arbitrary: another }),
    {
      maxLength: 4,
    },
  );
  return fc
    .tuple(others, ourStatements, fc.boolean(), fc.boolean())
    .chain(([theirs, ours, dated, bare]) => {
      const all = [...theirs, ...ours];
      const statements = all.length > 0 ? all : [closingStatement('prod')];
      return fc.shuffledSubarray(statements, { minLength: statements.length }).map((shuffled) => ({
        ...(dated && { Version: '2012-10-17' }),
        Statement: bare && shuffled.length === 1 ? (shuffled[0] as Statement) : shuffled,
      }));
    });
}

const contexts: fc.Arbitrary<PlanContext> = fc.record({
  installation: fc.constant('prod'),
  rejected: fc.subarray([...ORPHANS, ...ARNS.slice(0, 2)]).map((all) => new Set(all)),
  quota: fc.constantFrom(2048, 2048, 900, 600, 300),
});

const cases = fc.tuple(policies(open), claimsOver(placements), contexts);

function foreignIn(policy: TrustPolicy): readonly Statement[] {
  return statementsOf(policy).filter(({ Sid }) => !isSidOf('prod', Sid));
}

/** Who may come in, and under what: the statement itself without its principals. */
function admitted(policy: TrustPolicy): readonly string[] {
  return statementsOf(policy)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      (statement.Principal === '*' ? ['*'] : awsPrincipals(statement)).map((who) =>
        JSON.stringify([{ ...statement, Principal: null }, who]),
      ),
    );
}

function wantedNow(claims: readonly Claim[]): readonly string[] {
  return claims.flatMap(({ wanted, barred }) => {
    if (!wanted || barred || wanted.specification.kind !== 'awsSharedRole') return [];
    const { identity, specification } = wanted;
    return admitted({ Statement: trustStatement('prod', specification.externalId, [identity]) });
  });
}

describe('planTrustPolicy, whatever the policy and the claims,', () => {
  it('has nothing left to do after it was done', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planTrustPolicy(current, claims, context));
        const again = planTrustPolicy(result, claims, context);
        expect(again.change).toEqual({ kind: 'none' });
        const kinds = [...again.standings.values()].map(({ kind }) => kind);
        expect(kinds).not.toContain('adding');
        expect(kinds).not.toContain('removing');
      }),
    );
  });

  it('plans the same in whatever order the claims come', () => {
    const shuffled = fc.tuple(policies(open), shuffledPair(claimsOver(placements)), contexts);
    fc.assert(
      fc.property(shuffled, ([current, [claims, others], context]) => {
        const [one, other] = [claims, others].map((all) => planTrustPolicy(current, all, context));
        expect(other?.change).toEqual(one?.change);
        expect(other?.notices).toEqual(one?.notices);
        for (const [id, standing] of one?.standings ?? []) {
          expect(other?.standings.get(id)).toEqual(standing);
        }
      }),
    );
  });

  it('leaves every foreign statement as it is and where it is, and its input untouched', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const before = structuredClone(current);
        const result = applied(current, planTrustPolicy(frozen(current), frozen(claims), context));
        expect(foreignIn(result)).toStrictEqual(foreignIn(before));
        expect({ ...result, Statement: 0 }).toStrictEqual({ ...before, Statement: 0 });
      }),
    );
  });

  it('lets nobody in but those who were in and those who are wanted and not barred', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planTrustPolicy(current, claims, context));
        const allowed = new Set([...admitted(current), ...wantedNow(claims)]);
        expect(admitted(result).filter((one) => !allowed.has(one))).toEqual([]);
      }),
    );
  });

  it('takes away only what was placed, is wanted by nobody and held by no barred claim', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planTrustPolicy(current, claims, context));
        const asks = asksOf(claims, (placement) => [trustPiece(placement, 'prod')]);
        const wanted = asks.flatMap((ask) => ask.wanted ?? []);
        const held = asks.filter((ask) => ask.barred).flatMap((ask) => ask.placed);
        const placed = new Set(asks.flatMap((ask) => ask.placed));
        const orphans = new Set(ORPHANS.filter((id) => context.rejected.has(id)));
        const left = viewTrust(result, 'prod').ours;
        const gone = [...viewTrust(current, 'prod').ours].filter((one) => !left.has(one));
        for (const one of gone.filter((one) => !orphans.has(one.split(' ')[1] ?? ''))) {
          expect(placed).toContain(one);
          expect([...wanted, ...held]).not.toContain(one);
        }
      }),
    );
  });

  it('never leaves the policy without a statement, nor a closing one beside another', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const plan = planTrustPolicy(current, claims, context);
        const statements = statementsOf(applied(current, plan));
        expect(statements).not.toHaveLength(0);
        const closing = statements.filter(({ Sid }) => Sid === closingStatement('prod').Sid);
        expect(closing).toHaveLength(statements.length > 1 ? 0 : closing.length);
      }),
    );
  });

  it('adds nothing beyond the quota', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const plan = planTrustPolicy(current, claims, context);
        if (![...plan.standings.values()].some(({ kind }) => kind === 'adding')) return;
        expect(policySize(applied(current, plan))).toBeLessThanOrEqual(context.quota);
      }),
    );
  });

  it('says of every claim how it stands, and of a change only where it writes', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const { change, standings } = planTrustPolicy(current, claims, context);
        expect([...standings.keys()].sort()).toEqual(claims.map(({ accessId }) => accessId).sort());
        const kinds = [...standings.values()].map(({ kind }) => kind);
        const changes = kinds.includes('adding') || kinds.includes('removing');
        expect(changes && change.kind === 'none').toBe(false);
      }),
    );
  });

  it('gives back what was there before, once all that it added has ended', () => {
    const fresh = fc.tuple(policies(open), newClaimsOver(placements), contexts);
    fc.assert(
      fc.property(fresh, ([current, claims, { rejected: _, ...rest }]) => {
        const context = { ...rest, rejected: new Set<string>() };
        const first = planTrustPolicy(current, [], context);
        const before = applied(current, first);
        const plan = planTrustPolicy(before, claims, context);
        const added = claims.filter(
          ({ accessId }) => plan.standings.get(accessId)?.kind === 'adding',
        );
        const ended = added.map(({ wanted, ...claim }) => ({
          ...claim,
          placed: wanted ? [wanted] : [],
        }));
        const result = applied(before, plan);
        const back = applied(result, planTrustPolicy(result, ended, context));
        expect(samePolicy(back, before)).toBe(true);
      }),
    );
  });
});
