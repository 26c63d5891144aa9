import { describe, expect, it } from '@jest/globals';
import { buriedPiece, deletedAddress, withRoles } from '../../shared/policy/members.ts';
import { piece } from '../../shared/policy/pieces.ts';
import { placement } from './claims.ts';

const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const VIEW = 'roles/bigquery.dataViewer';

describe('buriedPiece', () => {
  it.each([
    [`deleted:serviceAccount:${ANNA}?uid=1`, piece(VIEW, `serviceAccount:${ANNA}`)],
    [`serviceAccount:${ANNA}`, undefined],
    // Of somebody else’s, even where the address is the same.
    [`deleted:user:${ANNA}?uid=1`, undefined],
  ])('of %s', (member, buried) => {
    expect(buriedPiece(piece(VIEW, member))).toBe(buried);
  });
});

describe('deletedAddress', () => {
  it.each([
    [`deleted:user:${ANNA}?uid=1`, ANNA],
    [`user:${ANNA}`, undefined],
    [`group:deleted:user:${ANNA}?uid=1`, undefined],
  ])('of %s', (member, address) => {
    expect(deletedAddress(member)).toBe(address);
  });
});

describe('withRoles', () => {
  it('leaves what has no roles to choose from as it is', () => {
    const whole = placement(ANNA, { kind: 'gcpImpersonate', serviceAccount: 'loader@acme' });
    expect(withRoles(whole, [VIEW])).toEqual(whole);
  });
});
