import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../shared/deployment/deployment.ts';
import type { AccessRules, Mode } from '../../shared/rules/access-rules.ts';
import { type SlottedIdentity, wantsOf } from '../../shared/rules/want.ts';
import { deployment, rulesWith } from './sample.ts';

const PRIMARY: SlottedIdentity = {
  slot: 'primary',
  identity: 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234',
};
const DR: SlottedIdentity = { slot: 'dr', identity: `${PRIMARY.identity}-dr` };
/** What a connection is where the file says no more. */
const BY_HAND = { create: 'ask', via: 'environment-manager' } as const;
const ON_GCP: Partial<Deployment> = { cloud: 'gcp', region: 'europe-west1' };

const first = (of: Deployment, rules: AccessRules) => wantsOf(of, [PRIMARY], rules).wants[0];
const connections = (of: Deployment, rules: AccessRules) =>
  wantsOf(of, [PRIMARY], rules).wants.map(({ connection }) => connection);

describe('wantsOf', () => {
  it('resolves everything on AWS', () => {
    expect(wantsOf(deployment(), [PRIMARY], rulesWith())).toEqual({
      wants: [
        {
          ...PRIMARY,
          targetKey: 'aws-own-role/999988887777/airflow-fiery-nebula-1234',
          target: 'lake',
          rule: 'etl-aws',
          mode: 'apply',
          drift: 'repair',
          adopt: false,
          specification: {
            kind: 'awsOwnRole',
            account: '999988887777',
            roleName: 'airflow-fiery-nebula-1234',
            policies: ['arn:aws:iam::999988887777:policy/lake-read'],
            deploymentId: 'clmh57jtm000008lb58fe2wmv',
          },
          connection: { id: 'aws_lake', region: 'us-east-1', ...BY_HAND },
        },
        {
          ...PRIMARY,
          targetKey: 'aws-shared-role/arn:aws:iam::999988887777:role/redshift-loader',
          target: 'redshift',
          rule: 'etl-aws',
          mode: 'apply',
          drift: 'repair',
          adopt: false,
          specification: {
            kind: 'awsSharedRole',
            role: 'arn:aws:iam::999988887777:role/redshift-loader',
            externalId: 'acme',
          },
          connection: { id: 'redshift', region: 'us-east-1', ...BY_HAND },
        },
      ],
      notApplicable: [],
    });
  });

  it('resolves everything on Google Cloud, with lists in order', () => {
    const rules = rulesWith(
      ['[roles/storage.objectViewer]', '[roles/storage.objectViewer, roles/storage.objectCreator]'],
      ['daily, roles: [', 'daily, roles: [roles/bigquery.metadataViewer, '],
    );
    const { wants } = wantsOf(deployment(ON_GCP), [PRIMARY], rules);
    expect(wants.map(({ specification }) => specification)).toEqual([
      {
        kind: 'gcpProject',
        project: 'acme-analytics',
        roles: ['roles/bigquery.dataViewer', 'roles/bigquery.jobUser'],
      },
      {
        kind: 'gcpBucket',
        bucket: 'acme-raw',
        roles: ['roles/storage.objectCreator', 'roles/storage.objectViewer'],
      },
      {
        kind: 'gcpDataset',
        project: 'acme-analytics',
        dataset: 'daily',
        roles: ['roles/bigquery.dataViewer', 'roles/bigquery.metadataViewer'],
      },
      {
        kind: 'gcpImpersonate',
        serviceAccount: 'loader@acme-analytics.iam.gserviceaccount.com',
      },
    ]);
    expect(wants.map(({ targetKey }) => targetKey)).toEqual([
      'gcp-project/acme-analytics',
      'gcp-bucket/acme-raw',
      'gcp-dataset/acme-analytics/daily',
      'gcp-service-account/loader@acme-analytics.iam.gserviceaccount.com',
    ]);
    expect(wants.every(({ mode, rule }) => mode === 'approve' && rule === 'etl-gcp')).toBe(true);
  });

  it('brings the policies of a role into order', () => {
    const { specification } = first(deployment(), rulesWith(['[lake-read]', '[b, a]'])) ?? {};
    const of = (name: string) => `arn:aws:iam::999988887777:policy/${name}`;
    expect(specification).toMatchObject({ policies: [of('a'), of('b')] });
  });

  it('wants each target for each identity', () => {
    const { wants } = wantsOf(deployment(), [PRIMARY, DR], rulesWith());
    expect(wants.map(({ target, slot, identity }) => [target, slot, identity])).toEqual([
      ['lake', 'primary', PRIMARY.identity],
      ['lake', 'dr', DR.identity],
      ['redshift', 'primary', PRIMARY.identity],
      ['redshift', 'dr', DR.identity],
    ]);
  });

  it('wants nothing without a rule, and nothing without an identity', () => {
    const nothing = { wants: [], notApplicable: [] };
    expect(wantsOf(deployment({ name: 'other' }), [PRIMARY], rulesWith())).toEqual(nothing);
    expect(wantsOf(deployment(), [], rulesWith())).toEqual(nothing);
  });

  it('says what is on another cloud', () => {
    const rules = rulesWith(['reach: [analytics, raw, daily, loader]', 'reach: [lake, analytics]']);
    const { wants, notApplicable } = wantsOf(deployment(ON_GCP), [PRIMARY, DR], rules);
    expect(wants.map(({ target }) => target)).toEqual(['analytics', 'analytics']);
    expect(notApplicable).toEqual([
      { rule: 'etl-gcp', target: 'lake', why: 'lake is on aws, and etl-prod runs on gcp' },
    ]);
  });

  it.each<[Mode, Mode, Mode]>([
    ['apply', 'preview', 'preview'],
    ['preview', 'apply', 'preview'],
    ['approve', 'apply', 'approve'],
    ['preview', 'approve', 'preview'],
    ['apply', 'apply', 'apply'],
  ])('makes one want of two rules, %s and %s: %s', (one, other, strictest) => {
    const rules = rulesWith();
    const [rule] = rules.rules;
    if (rule === undefined) throw new Error('the sample has rules');
    const both = {
      ...rules,
      rules: [
        { ...rule, mode: one, reach: ['lake'] },
        { ...rule, name: 'later', mode: other, reach: ['redshift', 'lake'] },
      ],
    };
    const { wants } = wantsOf(deployment(), [PRIMARY], both);
    expect(wants.map(({ target, rule, mode }) => [target, rule, mode])).toEqual([
      ['lake', 'etl-aws', strictest],
      ['redshift', 'later', other],
    ]);
  });

  it('takes the region of a connection from the target, the Deployment, the defaults', () => {
    const { region: _region, ...nowhere } = deployment();
    const own = rulesWith(['{id: aws_lake}', '{id: aws_lake, region: ap-southeast-2}']);
    expect(first(deployment(), own)?.connection?.region).toBe('ap-southeast-2');
    expect(first(deployment(), rulesWith())?.connection?.region).toBe('us-east-1');
    expect(first(nowhere, rulesWith())?.connection?.region).toBe('eu-west-1');
    const none = rulesWith(['region: eu-west-1, ', '']);
    expect(first(nowhere, none)?.connection).toStrictEqual({ id: 'aws_lake', ...BY_HAND });
  });

  it('takes the project of a connection from itself, the target, the service account', () => {
    expect(connections(deployment(ON_GCP), rulesWith())).toEqual([
      { id: 'gcp_analytics', project: 'acme-analytics', ...BY_HAND },
      { id: 'gcp_raw', project: 'acme-analytics', ...BY_HAND },
      { id: 'gcp_daily', project: 'acme-analytics', ...BY_HAND },
      { id: 'gcp_loader', project: 'acme-analytics', ...BY_HAND },
    ]);
    const ofDomain = rulesWith(['@acme-analytics.iam', '@analytics.acme.com.iam']);
    expect(connections(deployment(ON_GCP), ofDomain)[3]?.project).toBe('acme.com:analytics');
    const own = rulesWith(['{id: gcp_loader}', '{id: gcp_loader, project: acme-loading}']);
    expect(connections(deployment(ON_GCP), own)[3]).toEqual({
      id: 'gcp_loader',
      project: 'acme-loading',
      ...BY_HAND,
    });
  });

  it('makes no connection where the target names none', () => {
    const rules = rulesWith([', connection: {id: aws_lake}', '']);
    expect(first(deployment(), rules)).not.toHaveProperty('connection');
  });
});
