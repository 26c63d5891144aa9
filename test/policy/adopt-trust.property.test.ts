import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Claim } from '../../shared/policy/claim.ts';
import type { PlanContext } from '../../shared/policy/plan.ts';
import { planTrustPolicy } from '../../shared/policy/plan-trust-policy.ts';
import { awsPrincipals } from '../../shared/policy/principals.ts';
import { statementsOf } from '../../shared/policy/same-policy.ts';
import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { policySize } from '../../shared/policy/trust-size.ts';
import { closingStatement, trustStatement } from '../../shared/policy/trust-statements.ts';
import { claimsOver, shuffledPair } from './arbitraries.ts';
import { applied, letIn } from './claims.ts';
import { frozen } from './frozen.ts';

const ARNS = ['anna', 'ben', 'cleo', 'dora'].map(
  (name) => `arn:aws:iam::111122223333:role/astro-${name}`,
);
const externalId = fc.constantFrom(undefined, undefined, 'x', 'y');
const placements = fc
  .tuple(fc.constantFrom(...ARNS), externalId)
  .map(([arn, id]) => letIn(arn, id));
const claims: fc.Arbitrary<readonly Claim[]> = fc
  .tuple(claimsOver(placements), fc.infiniteStream(fc.boolean()))
  .map(([all, adopts]) =>
    all.map((one) => ({ ...one, ...(adopts.next().value && { adopt: true }) })),
  );

const somebody = fc.uniqueArray(fc.constantFrom(...ARNS, 'AROAEXAMPLEID1234567', '*'), {
  minLength: 1,
});
/** What ours would say, and what differs from it in one thing. */
const byHand: fc.Arbitrary<Statement> = fc
  .record({
    who: somebody,
    id: externalId,
    changes: fc.constantFrom<Partial<Statement>[]>(
      {},
      {},
      {},
      { Action: ['sts:AssumeRole', 'sts:TagSession'] },
      { Effect: 'Deny' },
      { Condition: { Bool: { b: 'true' } } },
    ),
    sid: fc.constantFrom(undefined, 'Team', 'A'.repeat(120)),
  })
  .map(({ who, id, changes, sid }) => {
    const { Sid: _, ...rest } = trustStatement('prod', id, who);
    return { ...(sid && { Sid: sid }), ...rest, Principal: { AWS: who }, ...changes };
  });
const ours = fc
  .uniqueArray(fc.tuple(externalId, somebody), { maxLength: 2, selector: ([id]) => String(id) })
  .map((all) => all.map(([id, arns]) => trustStatement('prod', id, arns)));
const policies: fc.Arbitrary<TrustPolicy> = fc
  .tuple(fc.array(byHand, { maxLength: 4 }), ours)
  .map(([theirs, mine]) => [...theirs, ...mine])
  .map((all) => ({
    Version: '2012-10-17',
    Statement: all.length > 0 ? all : [closingStatement('prod')],
  }));
const contexts: fc.Arbitrary<PlanContext> = fc
  .constantFrom(4096, 4096, 900, 600, 300)
  .map((quota) => ({ installation: 'prod', rejected: new Set<string>(), quota }));
const cases = fc.tuple(policies, claims, contexts);

/** Who may come in or not, and under what, whoever's statement says it. */
function said(policy: TrustPolicy): readonly string[] {
  return statementsOf(policy)
    .filter(({ Sid }) => Sid !== closingStatement('prod').Sid)
    .flatMap(({ Sid: _, ...rest }) =>
      awsPrincipals(rest).map((who) => JSON.stringify([{ ...rest, Principal: null }, who])),
    );
}

function saysOf(wanted: Claim['wanted']): readonly string[] {
  if (wanted?.specification.kind !== 'awsSharedRole') return [];
  const { externalId } = wanted.specification;
  return said({ Statement: trustStatement('prod', externalId, [wanted.identity]) });
}

const foreignIn = (policy: TrustPolicy) =>
  statementsOf(policy).filter(({ Sid }) => !isSidOf('prod', Sid));

describe('planTrustPolicy with claims that adopt, whatever the policy,', () => {
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
    const shuffled = fc.tuple(policies, shuffledPair(claims), contexts);
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

  it('lets nobody in but those who were in and those who are wanted and not barred', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planTrustPolicy(current, claims, context));
        const wanted = claims.flatMap((one) => (one.barred ? [] : saysOf(one.wanted)));
        const allowed = new Set([...said(current), ...wanted]);
        expect(said(result).filter((one) => !allowed.has(one))).toEqual([]);
      }),
    );
  });

  it('shuts nobody out but whom we had placed', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = new Set(said(applied(current, planTrustPolicy(current, claims, context))));
        const placed = new Set(claims.flatMap((one) => one.placed.flatMap(saysOf)));
        const gone = said(current).filter((one) => !result.has(one));
        expect(gone.filter((one) => !placed.has(one))).toEqual([]);
      }),
    );
  });

  it('takes from statements made by hand nobody but whom a claim adopts, and changes nothing else', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planTrustPolicy(frozen(current), frozen(claims), context));
        const adopted = new Set(
          claims.flatMap((one) => (one.adopt && !one.barred ? saysOf(one.wanted) : [])),
        );
        const spared = (policy: TrustPolicy) =>
          foreignIn(policy).flatMap((statement) => {
            const left = awsPrincipals(statement).filter(
              (who) =>
                !said({ Statement: { ...statement, Principal: { AWS: who } } }).some((one) =>
                  adopted.has(one),
                ),
            );
            return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
          });
        expect(spared(result)).toStrictEqual(spared(current));
      }),
    );
  });

  it('touches no statement of others where no claim adopts', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const asking = claims.map(({ adopt: _, ...one }) => one);
        const result = applied(current, planTrustPolicy(current, asking, context));
        expect(foreignIn(result)).toStrictEqual(foreignIn(current));
      }),
    );
  });

  it('grows beyond the quota for nobody', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planTrustPolicy(current, claims, context));
        const most = Math.max(context.quota, policySize(current));
        expect(policySize(result)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('takes away what it adopted, once nobody wants it', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const wide = { ...context, quota: 4096 };
        const plan = planTrustPolicy(current, claims, wide);
        const result = applied(current, plan);
        const ended = claims.map(({ wanted, barred: _b, adopt: _a, ...one }) => ({
          ...one,
          placed: [
            ...one.placed,
            ...(wanted && plan.standings.get(one.accessId)?.kind === 'adding' ? [wanted] : []),
          ],
        }));
        const left = said(applied(result, planTrustPolicy(result, ended, wide)));
        const taken = claims.flatMap((one) =>
          one.adopt && plan.standings.get(one.accessId)?.kind === 'adding'
            ? saysOf(one.wanted)
            : [],
        );
        expect(taken.filter((one) => left.includes(one))).toEqual([]);
      }),
    );
  });
});
