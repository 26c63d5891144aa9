import { describe, expect, it } from '@jest/globals';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import type { ConnectionRule } from '../../shared/rules/access-rules.ts';
import type { Specification } from '../../shared/rules/specification.ts';

const PLACE = ['prod', 'eu-west-1'] as const;
const ROLE = 'arn:aws:iam::999988887777:role/redshift-loader';
const LOADER = 'loader@acme-analytics.iam.gserviceaccount.com';
const OWN_ROLE =
  'arn:aws:iam::999988887777:role/deployment-authorizer/prod/airflow-fiery-nebula-1234';

const ownRole = (more: object = {}): Specification => ({
  kind: 'awsOwnRole',
  account: '999988887777',
  roleName: 'airflow-fiery-nebula-1234',
  policies: [],
  deploymentId: 'clmk',
  ...more,
});
const impersonate = (serviceAccount: string): Specification => ({
  kind: 'gcpImpersonate',
  serviceAccount,
});
const project = (id: string): Specification => ({ kind: 'gcpProject', project: id, roles: ['r'] });
const bucket: Specification = { kind: 'gcpBucket', bucket: 'acme-raw', roles: ['r'] };

describe('connectionOf', () => {
  it.each<[string, Specification, Partial<ConnectionRule>, object]>([
    [
      'names an own role with its path',
      ownRole(),
      {},
      { role_arn: OWN_ROLE, region_name: 'eu-west-1' },
    ],
    [
      'prefers the region of the rule',
      ownRole(),
      { region: 'us-east-1' },
      { role_arn: OWN_ROLE, region_name: 'us-east-1' },
    ],
    [
      'hands an ExternalId to STS',
      ownRole({ externalId: 'acme' }),
      {},
      { role_arn: OWN_ROLE, region_name: 'eu-west-1', assume_role_kwargs: { ExternalId: 'acme' } },
    ],
    [
      'names a shared role as it is',
      { kind: 'awsSharedRole', role: ROLE, externalId: 'acme-airflow' },
      {},
      {
        role_arn: ROLE,
        region_name: 'eu-west-1',
        assume_role_kwargs: { ExternalId: 'acme-airflow' },
      },
    ],
    [
      'names the project of a project',
      project('acme-analytics'),
      {},
      { project: 'acme-analytics' },
    ],
    [
      'prefers the project of the rule',
      project('acme-data'),
      { project: 'acme' },
      { project: 'acme' },
    ],
    [
      'names the project of a dataset',
      { kind: 'gcpDataset', project: 'acme-analytics', dataset: 'daily', roles: ['r'] },
      {},
      { project: 'acme-analytics' },
    ],
    [
      'names the project of the rule for a bucket',
      bucket,
      { project: 'acme' },
      { project: 'acme' },
    ],
    ['guesses no project for a bucket', bucket, {}, {}],
    [
      'takes the project from the impersonated service account',
      impersonate(LOADER),
      {},
      { project: 'acme-analytics', impersonation_chain: LOADER },
    ],
    [
      'prefers the project of the rule for an impersonation',
      impersonate(LOADER),
      { project: 'acme' },
      { project: 'acme', impersonation_chain: LOADER },
    ],
    [
      'reads the project of a domain',
      impersonate('loader@lake.acme.com.iam.gserviceaccount.com'),
      {},
      {
        project: 'acme.com:lake',
        impersonation_chain: 'loader@lake.acme.com.iam.gserviceaccount.com',
      },
    ],
    [
      "guesses no project for one of Google's own accounts",
      impersonate('123-compute@developer.gserviceaccount.com'),
      {},
      { impersonation_chain: '123-compute@developer.gserviceaccount.com' },
    ],
  ])('%s', (_it, specification, rule, extra) => {
    const connection = connectionOf(specification, { id: 'lake', ...rule }, ...PLACE);
    expect(connection).toMatchObject({ id: 'lake', extra });
    expect(connection.extra).toEqual(extra);
  });

  it('names no region where nobody knows one', () => {
    expect(connectionOf(ownRole(), { id: 'lake' }, 'prod').extra).toEqual({
      role_arn: OWN_ROLE,
    });
  });

  it.each([
    [
      'the policies',
      { policies: ['arn:aws-cn:iam::999988887777:policy/lake-read'] },
      'x',
      'aws-cn',
    ],
    ['the boundary', { permissionsBoundary: 'arn:aws-us-gov:iam::1:policy/b' }, 'x', 'aws-us-gov'],
    ['a region of China', {}, 'cn-north-1', 'aws-cn'],
    ['a region of GovCloud', {}, 'us-gov-west-1', 'aws-us-gov'],
    ['nothing, and says aws', {}, 'eu-west-1', 'aws'],
  ])('takes the partition from %s', (_it, more, region, partition) => {
    const connection = connectionOf(ownRole(more), { id: 'lake' }, 'prod', region);
    expect(String(connection.extra.role_arn)).toMatch(new RegExp(`^arn:${partition}:iam::`));
  });

  it('says what the type is called in the form', () => {
    const types = [ownRole(), bucket].map((one) => connectionOf(one, { id: 'x' }, ...PLACE));
    expect(types.map(({ type, typeName }) => [type, typeName])).toEqual([
      ['aws', 'Amazon Web Services'],
      ['google_cloud_platform', 'Google Cloud'],
    ]);
  });
});
