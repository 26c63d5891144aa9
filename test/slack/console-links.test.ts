import { describe, expect, it } from '@jest/globals';
import type { Specification } from '../../shared/rules/specification.ts';
import { consoleLink } from '../../shared/slack/console-links.ts';
import { OWN_ROLE } from './views.ts';

const role = (arn: string): Specification => ({ kind: 'awsSharedRole', role: arn });

describe('consoleLink', () => {
  it.each<[string, Specification, string]>([
    [
      'an own role',
      OWN_ROLE,
      'https://console.aws.amazon.com/iam/home#/roles/details/airflow-fiery-nebula-1234?section=trust_relationships',
    ],
    [
      'a role with a path, by its name alone',
      role('arn:aws:iam::1:role/data/loaders/a+b'),
      'https://console.aws.amazon.com/iam/home#/roles/details/a%2Bb?section=trust_relationships',
    ],
    [
      'a role in China',
      role('arn:aws-cn:iam::1:role/a'),
      'https://console.amazonaws.cn/iam/home#/roles/details/a?section=trust_relationships',
    ],
    [
      'a role in GovCloud',
      role('arn:aws-us-gov:iam::1:role/a'),
      'https://console.amazonaws-us-gov.com/iam/home#/roles/details/a?section=trust_relationships',
    ],
    [
      'a project',
      { kind: 'gcpProject', project: 'acme.com:lake', roles: [] },
      'https://console.cloud.google.com/iam-admin/iam?project=acme.com%3Alake',
    ],
    [
      'a bucket',
      { kind: 'gcpBucket', bucket: 'acme-raw', roles: [] },
      'https://console.cloud.google.com/storage/browser/acme-raw;tab=permissions',
    ],
    [
      'a dataset',
      { kind: 'gcpDataset', project: 'acme.com:data', dataset: 'daily', roles: [] },
      'https://console.cloud.google.com/bigquery?p=acme.com%3Adata&d=daily&page=dataset',
    ],
    [
      'a service account',
      { kind: 'gcpImpersonate', serviceAccount: 'l@acme.iam.gserviceaccount.com' },
      'https://console.cloud.google.com/iam-admin/serviceaccounts/details/l%40acme.iam.gserviceaccount.com/permissions',
    ],
  ])('leads to %s', (_it, specification, url) => {
    expect(consoleLink(specification, 'prod').url).toBe(url);
  });
});
