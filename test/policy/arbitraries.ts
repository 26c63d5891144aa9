import fc from 'fast-check';
import type { Claim, Placement } from '../../shared/policy/claim.ts';

/** Claims over a few placements, so that they meet: wanted, placed, barred, in every mixture. */
export function claimsOver(placements: fc.Arbitrary<Placement>): fc.Arbitrary<readonly Claim[]> {
  const since = fc.constantFrom(
    '2026-11-01T00:00:00Z',
    '2026-11-02T00:00:00Z',
    '2026-11-03T00:00:00Z',
  );
  const part = fc.record({ wanted: placements, barred: fc.boolean() }, { requiredKeys: [] });
  const placed = fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Placement[]>([]) },
    { weight: 3, arbitrary: fc.array(placements, { minLength: 1, maxLength: 2 }) },
  );
  return fc.array(fc.record({ since, part, placed }), { maxLength: 8 }).map((rows) =>
    rows.map(({ since, part, placed }, index) => ({
      accessId: `a${index}`,
      since,
      placed,
      ...part,
    })),
  );
}

/** The same, each wanted by somebody and placed for nobody as yet. */
export function newClaimsOver(placements: fc.Arbitrary<Placement>): fc.Arbitrary<readonly Claim[]> {
  return fc.array(placements, { maxLength: 6 }).map((all) =>
    all.map((wanted, index) => ({
      accessId: `a${index}`,
      since: '2026-11-01T00:00:00Z',
      placed: [],
      wanted,
    })),
  );
}

export function shuffledPair<Thing>(
  things: fc.Arbitrary<readonly Thing[]>,
): fc.Arbitrary<readonly [readonly Thing[], readonly Thing[]]> {
  return things.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
    ),
  );
}
