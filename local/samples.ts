import type { AllowPolicy } from '../shared/policy/allow-policy.ts';
import type { TrustPolicy } from '../shared/policy/trust-policy.ts';

/** What stands in the customer's clouds before anything is granted: made by other hands than ours. */
export const ACCOUNT = '999988887777';
export const PROJECT = 'acme-analytics';
export const WORKSPACE = 'clmh58o7d000108lb74ktc9o64';
export const ORGANIZATION = 'clmh59gt0000308lbgswe5fvh';
export const SHARED_ROLE = `arn:aws:iam::${ACCOUNT}:role/redshift-loader`;
export const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/lake-read`;
export const LOADER = `loader@${PROJECT}.iam.gserviceaccount.com`;

export const SHARED_ROLE_TRUST: TrustPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'NightlyBatch',
      Effect: 'Allow',
      Principal: { Service: 'batch.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
    {
      Sid: 'BreakGlass',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/platform-admin` },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
  ],
};

export const PROJECT_POLICY: AllowPolicy = {
  version: 3,
  bindings: [
    { role: 'roles/owner', members: ['user:platform@example.com'] },
    { role: 'roles/bigquery.jobUser', members: ['group:analysts@example.com'] },
    {
      role: 'roles/bigquery.dataViewer',
      members: ['user:auditor@example.com'],
      condition: {
        title: 'until the audit ends',
        expression: 'request.time < timestamp("2027-01-01T00:00:00Z")',
      },
    },
  ],
};

export interface Sample {
  readonly name: string;
  readonly cloud: 'aws' | 'gcp';
  readonly region: string;
  /** Where the access is looked at, before and after. */
  readonly target: string;
}

export const SAMPLES: readonly Sample[] = [
  { name: 'lake-etl', cloud: 'aws', region: 'eu-west-1', target: 'lake' },
  { name: 'warehouse-load', cloud: 'aws', region: 'eu-west-1', target: 'redshift' },
  { name: 'analytics-daily', cloud: 'gcp', region: 'europe-west1', target: 'analytics' },
  { name: 'loader-hourly', cloud: 'gcp', region: 'europe-west1', target: 'loader' },
];
