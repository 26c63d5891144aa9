import { describe, expect, it } from '@jest/globals';
import {
  closingStatement,
  isAsWeWrite,
  trustStatement,
} from '../../shared/policy/trust-statements.ts';
import { ANNA, BEN } from './claims.ts';

describe('trustStatement', () => {
  it('lets in whoever is named, under no condition', () => {
    expect(trustStatement('prod', undefined, [BEN, ANNA, BEN])).toStrictEqual({
      Sid: 'DeploymentAuthorizerProd4120bf0e',
      Effect: 'Allow',
      Principal: { AWS: [ANNA, BEN] },
      Action: 'sts:AssumeRole',
    });
  });

  it('lets in under the ExternalId', () => {
    expect(trustStatement('prod', 'acme-airflow', [ANNA])).toMatchObject({
      Sid: expect.stringMatching(/^DeploymentAuthorizerProd4120bf0eE[0-9a-f]{8}$/),
      Condition: { StringEquals: { 'sts:ExternalId': 'acme-airflow' } },
    });
  });
});

describe('closingStatement', () => {
  it('denies, under a condition that is never met, and so can let nobody in', () => {
    expect(closingStatement('prod')).toStrictEqual({
      Sid: 'DeploymentAuthorizerProd4120bf0eClosed',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:00Z' } },
    });
  });
});

describe('isAsWeWrite', () => {
  const written = trustStatement('prod', 'x', [ANNA]);

  it.each([
    ['another ExternalId', { StringEquals: { 'sts:ExternalId': 'y' } }],
    ['an ExternalId that is no text', { StringEquals: { 'sts:ExternalId': 5 } }],
    ['one of two ExternalIds', { StringEquals: { 'sts:ExternalId': ['x', 'y'] } }],
    ['a looser operator', { StringLike: { 'sts:ExternalId': 'x' } }],
  ])('does not take %s for ours', (_what, condition) => {
    expect(isAsWeWrite(written, 'prod')).toBe(true);
    expect(isAsWeWrite({ ...written, Condition: condition }, 'prod')).toBe(false);
  });
});
