import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AllowPolicy, Binding } from '../../shared/policy/allow-policy.ts';
import { countMembers, unconditionalMembers } from '../../shared/policy/bindings.ts';
import type { Claim, Placement } from '../../shared/policy/claim.ts';
import { memberPieces, rolesOf } from '../../shared/policy/members.ts';
import { planAllowPolicy } from '../../shared/policy/plan-allow-policy.ts';
import { claimsOver, newClaimsOver, shuffledPair } from './arbitraries.ts';
import { applied, context, placement } from './claims.ts';
import { frozen } from './frozen.ts';

const IDENTITIES = ['anna', 'ben', 'cleo'].map(
  (name) => `astro-${name}@data.iam.gserviceaccount.com`,
);
const ROLES = ['roles/a', 'roles/b', 'roles/c', 'roles/d'];
const MEMBERS = [
  ...IDENTITIES.map((identity) => `serviceAccount:${identity}`),
  ...IDENTITIES.map((identity) => `deleted:serviceAccount:${identity}?uid=42`),
  `serviceAccount:${IDENTITIES[0]?.toUpperCase()}`,
  'user:Zoe@Acme.com',
  'group:data@acme.com',
];
const some = <Thing>(things: readonly Thing[], minLength = 0) =>
  fc.shuffledSubarray([...things], { minLength });

const placements: fc.Arbitrary<Placement> = fc
  .tuple(fc.constantFrom(...IDENTITIES), some(ROLES.slice(0, 3), 1))
  .map(([identity, roles]) => placement(identity, { kind: 'gcpProject', project: 'p', roles }));
const binding: fc.Arbitrary<Binding> = fc.record(
  {
    role: fc.constantFrom(...ROLES),
    members: some(MEMBERS, 1),
    condition: fc.constant({ title: 'until May', expression: 'x' }),
  },
  { noNullPrototype: true, requiredKeys: ['role', 'members'] },
);
const policies: fc.Arbitrary<AllowPolicy> = fc.record(
  {
    version: fc.constantFrom(1, 3),
    etag: fc.constant('BwX1'),
    bindings: fc.array(binding, { maxLength: 5 }),
  },
  { noNullPrototype: true, requiredKeys: [] },
);
const contexts = fc.constantFrom(1500, 20, 8, 3).map((quota) => context({ quota }));
const cases = fc.tuple(policies, claimsOver(placements), contexts);

function pieces(claims: readonly Claim[], which: (claim: Claim) => readonly Placement[]) {
  return new Set(claims.flatMap(which).flatMap(memberPieces));
}

/** What is nobody's but the owner's: all but the named members in unconditional bindings. */
function foreignIn({ bindings = [] }: AllowPolicy, mine: ReadonlySet<string>) {
  const isMine = (role: string, member: string) =>
    mine.has(`${role} ${member.replace(/^deleted:/, '').replace(/\?uid=42$/, '')}`);
  return bindings
    .map((one) =>
      one.condition
        ? one
        : { ...one, members: (one.members ?? []).filter((who) => !isMine(one.role, who)) },
    )
    .filter(({ members = [] }) => members.length > 0);
}

describe('planAllowPolicy, whatever the policy and the claims,', () => {
  it('has nothing left to do after it was done', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planAllowPolicy(current, claims, context));
        const again = planAllowPolicy(result, claims, context);
        expect(again.change).toEqual({ kind: 'none' });
        const kinds = [...again.standings.values()].map(({ kind }) => kind);
        expect(kinds).not.toContain('adding');
        expect(kinds).not.toContain('removing');
      }),
    );
  });

  it('plans the same in whatever order the claims come', () => {
    const shuffled = fc.tuple(policies, shuffledPair(claimsOver(placements)), contexts);
    fc.assert(
      fc.property(shuffled, ([current, [claims, others], context]) => {
        const [one, other] = [claims, others].map((all) => planAllowPolicy(current, all, context));
        expect(other?.change).toEqual(one?.change);
        expect(new Map([...(other?.standings ?? [])].sort())).toEqual(
          new Map([...(one?.standings ?? [])].sort()),
        );
      }),
    );
  });

  it('leaves other members and bindings to the letter and in order, and its input untouched', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const before = structuredClone(current);
        const result = applied(current, planAllowPolicy(frozen(current), frozen(claims), context));
        const mine = pieces(claims, ({ wanted, placed }) =>
          wanted ? [wanted, ...placed] : placed,
        );
        expect(foreignIn(result, mine)).toStrictEqual(foreignIn(before, mine));
        expect(result.etag).toBe(before.etag);
      }),
    );
  });

  it('changes only bindings of roles that are wanted or were placed', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planAllowPolicy(current, claims, context));
        const touched = new Set(
          claims.flatMap(({ wanted, placed }) =>
            [...(wanted ? [wanted] : []), ...placed].flatMap(rolesOf),
          ),
        );
        const others = ({ bindings = [] }: AllowPolicy) =>
          bindings.filter(({ role, condition }) => condition || !touched.has(role));
        expect(others(result)).toStrictEqual(others(current));
      }),
    );
  });

  it('gives a role to nobody but those who want it and are not barred', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planAllowPolicy(current, claims, context));
        const wanted = pieces(claims, (claim) =>
          claim.wanted && !claim.barred ? [claim.wanted] : [],
        );
        const had = new Set(unconditionalMembers(current));
        const given = unconditionalMembers(result).filter((one) => !had.has(one));
        expect(given.filter((one) => !wanted.has(one))).toEqual([]);
      }),
    );
  });

  it('takes away only what was placed, is wanted by nobody and held by no barred claim', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planAllowPolicy(current, claims, context));
        const wanted = pieces(claims, (claim) => (claim.wanted ? [claim.wanted] : []));
        const held = pieces(claims, (claim) => (claim.barred ? claim.placed : []));
        const placed = pieces(claims, (claim) => claim.placed);
        const left = new Set(unconditionalMembers(result));
        for (const gone of unconditionalMembers(current).filter((one) => !left.has(one))) {
          const living = gone.replace('deleted:', '').replace('?uid=42', '');
          expect(placed).toContain(living);
          expect(held).not.toContain(living);
          if (living === gone) expect(wanted).not.toContain(gone);
        }
      }),
    );
  });

  it('keeps every condition by writing version 3, and adds nothing beyond the quota', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const plan = planAllowPolicy(current, claims, context);
        if (plan.change.kind === 'none') return;
        const { policy } = plan.change;
        const conditional = policy.bindings?.some(({ condition }) => condition);
        expect(policy.version).toBe(conditional ? 3 : current.version);
        const adds = [...plan.standings.values()].some(({ kind }) => kind === 'adding');
        if (adds && countMembers(policy) > countMembers(current)) {
          expect(countMembers(policy)).toBeLessThanOrEqual(context.quota);
        }
      }),
    );
  });

  it('says of every claim how it stands, and of a change only where it writes', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const { change, standings } = planAllowPolicy(current, claims, context);
        expect([...standings.keys()].sort()).toEqual(claims.map(({ accessId }) => accessId).sort());
        const kinds = [...standings.values()].map(({ kind }) => kind);
        const changes = kinds.includes('adding') || kinds.includes('removing');
        expect(changes && change.kind === 'none').toBe(false);
      }),
    );
  });

  it('gives back what was there before, once all that it added has ended', () => {
    const fresh = fc.tuple(policies, newClaimsOver(placements), contexts);
    fc.assert(
      fc.property(fresh, ([current, claims, context]) => {
        const plan = planAllowPolicy(current, claims, context);
        const ended = claims.flatMap(({ wanted, ...claim }) => {
          const standing = plan.standings.get(claim.accessId);
          if (standing?.kind !== 'adding' || wanted === undefined) return [];
          return [{ ...claim, placed: [standing.ours ?? wanted] }];
        });
        const result = applied(current, plan);
        const back = applied(result, planAllowPolicy(result, ended, context));
        const kept = ({ bindings = [] }: AllowPolicy) =>
          bindings.filter(({ members = [] }) => members.length > 0);
        // A tombstone of what we then placed is ours to clear away.
        const ours = pieces(ended, ({ placed }) => placed);
        expect(foreignIn(back, ours)).toStrictEqual(foreignIn(current, ours));
        expect(kept(back).flatMap(({ members = [] }) => members).length).toBeLessThanOrEqual(
          countMembers(current),
        );
        for (const one of unconditionalMembers(current)) {
          if (!one.includes('deleted:')) expect(unconditionalMembers(back)).toContain(one);
        }
      }),
    );
  });
});
