import { describe, expect, it } from '@jest/globals';
import {
  awsPrincipals,
  everyName,
  isSamePartition,
  isUniqueId,
  isWide,
} from '../../shared/policy/principals.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { ANNA, BEN } from './claims.ts';

const OPEN = { Effect: 'Allow', Action: 'sts:AssumeRole' } as const;
const SERVICE = 'ec2.amazonaws.com';

describe('awsPrincipals', () => {
  it.each<[string, Statement, readonly string[]]>([
    ['one by itself', { ...OPEN, Principal: { AWS: ANNA } }, [ANNA]],
    ['several', { ...OPEN, Principal: { AWS: [ANNA, BEN], Service: SERVICE } }, [ANNA, BEN]],
    ['none of another kind', { ...OPEN, Principal: { Service: SERVICE } }, []],
    ['nobody by name where it is everybody', { ...OPEN, Principal: '*' }, []],
    ['nobody who is excepted', { ...OPEN, NotPrincipal: { AWS: ANNA } }, []],
  ])('finds %s', (_what, statement, principals) => {
    expect(awsPrincipals(statement)).toEqual(principals);
  });
});

describe('everyName', () => {
  it.each<[string, Statement, readonly string[]]>([
    [
      'those of each kind',
      { ...OPEN, Principal: { AWS: [ANNA, BEN], Service: SERVICE } },
      [ANNA, BEN, SERVICE],
    ],
    ['those who are excepted', { ...OPEN, NotPrincipal: { AWS: ANNA } }, [ANNA]],
    ['nobody where it is everybody', { ...OPEN, Principal: '*' }, []],
    ['nobody where it is nobody', { ...OPEN, NotPrincipal: '*' }, []],
  ])('finds %s', (_what, statement, names) => {
    expect(everyName(statement)).toEqual(names);
  });
});

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
