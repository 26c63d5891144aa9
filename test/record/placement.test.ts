import { describe, expect, it } from '@jest/globals';
import { placementDigest, placementOf } from '../../shared/record/placement.ts';
import { placement, want } from './samples.ts';

describe('placementOf', () => {
  it('has of a want only what goes into the policy', () => {
    expect(placementOf(want)).toStrictEqual(placement);
  });
});

describe('placementDigest', () => {
  it('is another one for another identity and another specification, and for nothing else', () => {
    const { specification } = placement;
    const elsewhere = { ...specification, role: 'arn:aws:iam::999988887777:role/another' };
    expect(placementDigest(want)).toBe(placementDigest(placement));
    expect(placementDigest({ ...placement, identity: 'another' })).not.toBe(placementDigest(want));
    expect(placementDigest({ ...placement, specification: elsewhere })).not.toBe(
      placementDigest(want),
    );
  });
});
