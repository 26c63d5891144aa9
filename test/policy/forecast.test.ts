import { describe, expect, it } from '@jest/globals';
import { forecast } from '../../shared/policy/forecast.ts';
import { planTrustPolicy } from '../../shared/policy/plan-trust-policy.ts';
import { policySize } from '../../shared/policy/trust-size.ts';
import { trustStatement } from '../../shared/policy/trust-statements.ts';
import { type Specification, targetKey } from '../../shared/rules/specification.ts';
import { context, letIn, placement, ROLE, wants } from './claims.ts';

const SERVICE = 'astro-x@astro-data-plane.iam.gserviceaccount.com';
const arn = (place: number) => `arn:aws:iam::111122223333:role/astro-fiery-nebula-${1000 + place}`;
const many = (count: number) => Array.from({ length: count }, (_one, place) => letIn(arn(place)));

describe('forecast', () => {
  it('counts what would be written', () => {
    const [role] = forecast(many(3), 'prod');
    const claims = many(3).map((wanted, place) => wants(String(place), wanted));
    const empty = { Version: '2012-10-17', Statement: [] };
    const { change } = planTrustPolicy(empty, claims, context({ quota: 99_999 }));
    const size = change.kind === 'write' ? policySize(change.policy) : 0;
    expect(role).toEqual({
      targetKey: `aws-shared-role/${ROLE}`,
      unit: 'characters',
      used: size,
      quota: 2_048,
      identities: 3,
      verdict: 'fits',
      counted: 'our part',
    });
  });

  it.each([
    [10, 'fits'],
    [29, 'nearly full'],
    [60, 'too much'],
  ])('of %i in one role says: %s', (count, verdict) => {
    expect(forecast(many(count), 'prod')).toMatchObject([{ verdict, identities: count }]);
  });

  it('takes the quota of whoever had it raised', () => {
    const quotas = { characters: 8_192, members: 1_500 };
    expect(forecast(many(60), 'prod', quotas)).toMatchObject([{ verdict: 'fits' }]);
  });

  it('counts each role that a member has in an allow policy', () => {
    const roles = ['roles/bigquery.dataViewer', 'roles/bigquery.jobUser'];
    const project = { kind: 'gcpProject', project: 'acme', roles } as const;
    const members = Array.from({ length: 751 }, (_one, place) =>
      placement(`astro-${place}@astro-data-plane.iam.gserviceaccount.com`, project),
    );
    expect(forecast(members, 'prod')).toMatchObject([
      { targetKey: 'gcp-project/acme', unit: 'members', used: 1_502, verdict: 'too much' },
    ]);
  });

  it('calls what is full to the last one nearly full', () => {
    const characters = forecast(many(29), 'prod')[0]?.used ?? 0;
    const quotas = { characters, members: 1_500 };
    expect(forecast(many(29), 'prod', quotas)).toMatchObject([{ verdict: 'nearly full' }]);
  });

  it('counts what others have in a policy that was read, and nobody twice', () => {
    const [ours] = forecast(many(3), 'prod');
    const byHand = { Effect: 'Allow', Principal: { AWS: arn(0) }, Action: 'sts:AssumeRole' };
    const foreign = { Version: '2012-10-17', Statement: [byHand] };
    const read = new Map([[`aws-shared-role/${ROLE}`, { policy: foreign, quota: 4_096 }]]);
    const [role] = forecast(many(3), 'prod', undefined, read);
    expect(role).toMatchObject({ counted: 'all', quota: 4_096, identities: 3 });
    const size = JSON.stringify(foreign).length;
    const [two] = forecast(many(3).slice(1), 'prod');
    const empty = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length;
    // Both parts, but for the beginning and the end of a policy, and with a comma between them.
    expect(role?.used).toBe(size + (two?.used ?? 0) - empty + 1);
    expect(role?.used).not.toBe(size + (ours?.used ?? 0));
  });

  it.each<[string, Specification, unknown, number]>([
    [
      'an allow policy',
      { kind: 'gcpProject', project: 'acme', roles: ['roles/x'] },
      { version: 1, etag: 'e', bindings: [{ role: 'roles/owner', members: ['user:a', 'user:b'] }] },
      3,
    ],
    [
      'one that gives it already',
      { kind: 'gcpProject', project: 'acme', roles: ['roles/x'] },
      { etag: 'e', bindings: [{ role: 'roles/x', members: [`serviceAccount:${SERVICE}`] }] },
      1,
    ],
    [
      'the access list of a dataset',
      { kind: 'gcpDataset', project: 'acme', dataset: 'd', roles: ['roles/x'] },
      { etag: 'e', access: [{ role: 'OWNER', specialGroup: 'projectOwners' }, { view: {} }] },
      2,
    ],
  ])('counts the members of %s', (_what, specification, policy, used) => {
    const key = targetKey(specification);
    const read = new Map([[key, { policy, quota: 1_500 }]]);
    expect(forecast([placement(SERVICE, specification)], 'prod', undefined, read)).toEqual([
      {
        targetKey: key,
        unit: 'members',
        used,
        quota: 1_500,
        identities: 1,
        verdict: 'fits',
        counted: 'all',
      },
    ]);
  });

  it.each<[string, Specification, unknown, number]>([
    [
      'a trust policy',
      { kind: 'awsSharedRole', role: ROLE },
      { Version: '2012-10-17', Statement: [trustStatement('prod', undefined, [arn(0)])] },
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [trustStatement('prod', undefined, [arn(0)])],
      }).length,
    ],
    [
      'the access list of a dataset',
      { kind: 'gcpDataset', project: 'acme', dataset: 'd', roles: ['roles/x'] },
      { etag: 'e', access: [{ role: 'roles/x', iamMember: `serviceAccount:${arn(0)}` }] },
      1,
    ],
  ])('counts %s that needs no change', (_what, specification, policy, used) => {
    const read = new Map([[targetKey(specification), { policy, quota: 5_000 }]]);
    const found = forecast([placement(arn(0), specification)], 'prod', undefined, read);
    expect(found).toMatchObject([{ used, counted: 'all' }]);
  });

  it('lists policies by their keys, whoever comes first', () => {
    const roles = ['roles/bigquery.jobUser'];
    const inProject = (project: string) =>
      placement('astro@astro-data-plane.iam.gserviceaccount.com', {
        kind: 'gcpProject',
        project,
        roles,
      });
    const keys = forecast([inProject('b'), letIn(arn(1)), inProject('c'), inProject('a')], 'prod');
    expect(keys.map(({ targetKey }) => targetKey)).toEqual([
      `aws-shared-role/${ROLE}`,
      'gcp-project/a',
      'gcp-project/b',
      'gcp-project/c',
    ]);
  });

  it('leaves out roles of their own, and is nothing of nothing', () => {
    const own = {
      kind: 'awsOwnRole',
      account: '999988887777',
      roleName: 'airflow-x',
      policies: [],
      deploymentId: 'c1',
    } as const;
    expect(forecast([placement(arn(1), own)], 'prod')).toEqual([]);
  });
});
