import { describe, expect, it } from '@jest/globals';
import { isSamePartition, isUniqueId, isWide } from '../../shared/policy/principals.ts';
import { ANNA } from './claims.ts';

describe('isUniqueId', () => {
  it.each(['AROAEXAMPLEID1234567', 'AIDAEXAMPLEID7654321'])('knows %s', (principal) => {
    expect(isUniqueId(principal)).toBe(true);
  });

  it.each([
    ANNA,
    'arn:aws:iam::111122223333:role/AROAEXAMPLEID1234567',
    'AROAEXAMPLEID1234567:session',
    'AROA',
  ])('does not take %s for one', (principal) => {
    expect(isUniqueId(principal)).toBe(false);
  });
});

describe('isSamePartition', () => {
  it.each([
    [ANNA, 'arn:aws:iam::999988887777:role/x', true],
    [ANNA, 'arn:aws-cn:iam::999988887777:role/x', false],
    ['arn:aws-us-gov:iam::111122223333:role/x', ANNA, false],
    ['AROAEXAMPLEID1234567', ANNA, true],
    [ANNA, 'this role', true],
  ])('%s, %s: %s', (one, other, same) => {
    expect(isSamePartition(one, other)).toBe(same);
  });
});

describe('isWide', () => {
  it.each(['*', 'arn:aws:iam::111122223333:role/*', '111122223333', ' ', ''])(
    'says so of “%s”',
    (principal) => {
      expect(isWide(principal)).toBe(true);
    },
  );

  it.each([
    ANNA,
    'AROAEXAMPLEID1234567',
    'arn:aws:iam::111122223333:rootless',
    'arn:aws:sts::111122223333:assumed-role/x/arn:aws:iam::111122223333:root',
  ])('does not of %s', (principal) => {
    expect(isWide(principal)).toBe(false);
  });
});
