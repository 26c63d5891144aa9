import { describe, expect, it } from '@jest/globals';
import { closingSid, isSidOf, isSidOfAnInstallation, trustSid } from '../../shared/policy/sid.ts';

describe('trustSid', () => {
  // Statements bear it for years: another Sid would disown them all.
  it.each([
    ['prod', undefined, 'DeploymentAuthorizerProd4120bf0e'],
    ['prod', 'acme-airflow', 'DeploymentAuthorizerProd4120bf0eE39a45ecc'],
    ['prod-eu', undefined, 'DeploymentAuthorizerProdeu87ae0a1f'],
  ])('of %s and ExternalId %s is %s', (installation, externalId, sid) => {
    expect(trustSid(installation, externalId)).toBe(sid);
  });

  it.each(['prod', 'prod-eu', 'Ünï_cødé 2', '', '---'])('of “%s” is letters and digits', (name) => {
    expect(trustSid(name, 'a/b:c')).toMatch(/^[A-Za-z0-9]+$/);
    expect(closingSid(name)).toMatch(/^[A-Za-z0-9]+$/);
  });
});

describe('isSidOf', () => {
  it('knows all Sids of its installation', () => {
    const sids = [trustSid('prod'), trustSid('prod', 'acme'), closingSid('prod')];
    expect(sids.filter((sid) => isSidOf('prod', sid))).toEqual(sids);
  });

  it.each([
    'prod2',
    'product',
    'Prod',
    'prod-',
    'pro',
    'p-rod',
    trustSid('prod').slice('DeploymentAuthorizer'.length),
    `${trustSid('prod').slice('DeploymentAuthorizer'.length)}E`,
  ])('takes no Sid of %s for one of prod, nor the other way round', (other) => {
    for (const sid of [trustSid(other), trustSid(other, 'acme'), closingSid(other)]) {
      expect(isSidOf('prod', sid)).toBe(false);
    }
    for (const sid of [trustSid('prod'), trustSid('prod', 'acme'), closingSid('prod')]) {
      expect(isSidOf(other, sid)).toBe(false);
    }
  });

  it.each([undefined, '', 'ByHand', `${trustSid('prod')}Extra`, `${trustSid('prod')}E12`])(
    'takes %s for somebody else’s',
    (sid) => {
      expect(isSidOf('prod', sid)).toBe(false);
    },
  );
});

describe('isSidOfAnInstallation', () => {
  it('knows those of every installation, and no others', () => {
    expect(isSidOfAnInstallation(trustSid('elsewhere'))).toBe(true);
    expect(isSidOfAnInstallation('ByHand')).toBe(false);
    expect(isSidOfAnInstallation(undefined)).toBe(false);
  });
});
