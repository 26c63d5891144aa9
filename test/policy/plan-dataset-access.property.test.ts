import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countEntries, entryMembers } from '../../shared/policy/access-entries.ts';
import type { Claim, Placement } from '../../shared/policy/claim.ts';
import type { AccessEntry, DatasetAccess } from '../../shared/policy/dataset-access.ts';
import { memberPieces } from '../../shared/policy/members.ts';
import { planDatasetAccess } from '../../shared/policy/plan-dataset-access.ts';
import { claimsOver, newClaimsOver, shuffledPair } from './arbitraries.ts';
import { applied, context, placement } from './claims.ts';
import { frozen } from './frozen.ts';

const IDENTITIES = ['anna', 'ben'].map((name) => `astro-${name}@data.iam.gserviceaccount.com`);
const ROLES = ['roles/bigquery.dataViewer', 'roles/bigquery.dataEditor', 'roles/c'];
const LEGACY = ['READER', 'WRITER', 'OWNER'];

const placements: fc.Arbitrary<Placement> = fc
  .tuple(fc.constantFrom(...IDENTITIES), fc.shuffledSubarray([...ROLES], { minLength: 1 }))
  .map(([identity, roles]) =>
    placement(identity, { kind: 'gcpDataset', project: 'p', dataset: 'd', roles }),
  );
const who: fc.Arbitrary<AccessEntry> = fc.constantFrom<AccessEntry>(
  ...IDENTITIES.flatMap((email) => [
    { userByEmail: email },
    { iamMember: `serviceAccount:${email}` },
    { iamMember: `deleted:serviceAccount:${email}?uid=42` },
  ]),
  { userByEmail: 'Zoe@Acme.com' },
  { groupByEmail: 'data@acme.com' },
  { specialGroup: 'projectOwners' },
);
const giving: fc.Arbitrary<AccessEntry> = fc
  .tuple(
    who,
    fc.constantFrom(...ROLES, ...LEGACY),
    fc.option(fc.constant({ title: 'until May', expression: 'x' }), { nil: undefined, freq: 4 }),
  )
  .map(([one, role, condition]) => ({ ...one, role, ...(condition && { condition }) }));
const entries = fc.oneof(
  { weight: 6, arbitrary: giving },
  {
    weight: 1,
    arbitrary: fc.constantFrom<AccessEntry>({ view: { tableId: 'v' } }, { routine: 1 }),
  },
);
const lists: fc.Arbitrary<DatasetAccess> = fc
  .array(entries, { maxLength: 8 })
  .map((access) => ({ etag: 'b8O1zg==', access }));
const contexts = fc.constantFrom(1500, 8, 3).map((quota) => context({ quota }));
const cases = fc.tuple(lists, claimsOver(placements), contexts);

function pieces(claims: readonly Claim[], which: (claim: Claim) => readonly Placement[]) {
  return new Set(claims.flatMap(which).flatMap(memberPieces));
}

const living = (piece: string) => piece.replace('deleted:', '').replace('?uid=42', '');
const pieceOf = (entry: AccessEntry) => entryMembers({ etag: '', access: [entry] })[0];

/** The entries that are nobody's but their owner's, in order. */
function foreignIn({ access }: DatasetAccess, mine: ReadonlySet<string>) {
  return access.filter((entry) => !mine.has(living(pieceOf(entry) ?? '')));
}

describe('planDatasetAccess, whatever the list and the claims,', () => {
  it('has nothing left to do after it was done', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planDatasetAccess(current, claims, context));
        const again = planDatasetAccess(result, claims, context);
        expect(again.change).toEqual({ kind: 'none' });
        const kinds = [...again.standings.values()].map(({ kind }) => kind);
        expect(kinds).not.toContain('adding');
        expect(kinds).not.toContain('removing');
      }),
    );
  });

  it('has nothing left to do when BigQuery has answered with its own names of the roles', () => {
    const legacy = new Map(ROLES.map((role, index) => [role, index < 2 ? LEGACY[index] : role]));
    const answered = ({ etag, access }: DatasetAccess): DatasetAccess => ({
      etag,
      access: access.map((entry) =>
        entry.role === undefined ? entry : { ...entry, role: legacy.get(entry.role) ?? entry.role },
      ),
    });
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planDatasetAccess(current, claims, context));
        const [plain, named] = [result, answered(result)].map((list) =>
          planDatasetAccess(list, claims, context),
        );
        expect(named).toEqual(plain);
      }),
    );
  });

  it('plans the same in whatever order the claims come', () => {
    fc.assert(
      fc.property(
        fc.tuple(lists, shuffledPair(claimsOver(placements)), contexts),
        ([current, [claims, others], context]) => {
          const [one, other] = [claims, others].map((all) =>
            planDatasetAccess(current, all, context),
          );
          expect(other?.change).toEqual(one?.change);
          expect(new Map([...(other?.standings ?? [])].sort())).toEqual(
            new Map([...(one?.standings ?? [])].sort()),
          );
        },
      ),
    );
  });

  it('leaves other entries to the letter and in order, and its input untouched', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const before = structuredClone(current);
        const planned = planDatasetAccess(frozen(current), frozen(claims), context);
        const result = applied(current, planned);
        const mine = pieces(claims, ({ wanted, placed }) =>
          wanted ? [wanted, ...placed] : placed,
        );
        expect(foreignIn(result, mine)).toStrictEqual(foreignIn(before, mine));
        expect(result.etag).toBe(before.etag);
      }),
    );
  });

  it('gives a role to nobody but those who want it and are not barred, under no condition', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planDatasetAccess(current, claims, context));
        const wanted = pieces(claims, (claim) =>
          claim.wanted && !claim.barred ? [claim.wanted] : [],
        );
        const fresh = result.access.filter((entry) => !current.access.includes(entry));
        for (const entry of fresh) {
          expect(wanted).toContain(pieceOf(entry));
          expect(Object.keys(entry).sort()).toEqual(['role', 'userByEmail']);
        }
      }),
    );
  });

  it('takes away only what was placed, is wanted by nobody and held by no barred claim', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planDatasetAccess(current, claims, context));
        const wanted = pieces(claims, (claim) => (claim.wanted ? [claim.wanted] : []));
        const held = pieces(claims, (claim) => (claim.barred ? claim.placed : []));
        const placed = pieces(claims, (claim) => claim.placed);
        for (const entry of current.access.filter((one) => !result.access.includes(one))) {
          const gone = pieceOf(entry) ?? 'an entry that is not ours';
          expect(placed).toContain(living(gone));
          expect(held).not.toContain(living(gone));
          if (living(gone) === gone) expect(wanted).not.toContain(gone);
        }
      }),
    );
  });

  it('adds nothing beyond the quota', () => {
    fc.assert(
      fc.property(cases, ([current, claims, context]) => {
        const result = applied(current, planDatasetAccess(current, claims, context));
        const most = Math.max(context.quota, countEntries(current));
        expect(countEntries(result)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('gives back what was there before, once all that it added has ended', () => {
    fc.assert(
      fc.property(
        fc.tuple(lists, newClaimsOver(placements), contexts),
        ([current, claims, context]) => {
          const plan = planDatasetAccess(current, claims, context);
          const ended = claims.flatMap(({ wanted, ...claim }) => {
            const standing = plan.standings.get(claim.accessId);
            if (standing?.kind !== 'adding' || wanted === undefined) return [];
            return [{ ...claim, placed: [standing.ours ?? wanted] }];
          });
          const result = applied(current, plan);
          const back = applied(result, planDatasetAccess(result, ended, context));
          // A tombstone of what we then placed is ours to clear away.
          const ours = pieces(ended, ({ placed }) => placed);
          const kept = current.access.filter((entry) => {
            const piece = pieceOf(entry) ?? '';
            return living(piece) === piece || !ours.has(living(piece));
          });
          expect(back.access).toStrictEqual(kept);
        },
      ),
    );
  });
});
