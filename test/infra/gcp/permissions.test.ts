import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { gcpPermissionFiles } from '../../../infra/gcp/permission-files.ts';
import { targetGrants } from '../../../infra/gcp/target-grants.ts';
import { parseAccessRules } from '../../../shared/rules/parse.ts';
import { rulesOf, TARGETS } from '../rules.ts';

const GCP = [TARGETS.analytics, TARGETS.sales, TARGETS.loader, TARGETS.raw];
const GRANTS = [
  'google_bigquery_dataset_iam_member',
  'google_project_iam_custom_role',
  'google_project_iam_member',
  'google_service_account_iam_member',
  'google_storage_bucket_iam_member',
];
const projects = (count: number) => [
  `many: {gcpProject: {project: acme-many, roles: [${Array.from({ length: count }, (_one, place) => `roles/viewer${place}`).join(', ')}]}, connection: {id: many}}`,
];

const filled = (expression: string) => `\${${expression}}`;

test('permissions.tf.json is what the access rules make of it: npm run permissions', () => {
  const path = process.env.ACCESS_RULES ?? 'access-rules.yml';
  const rules = parseAccessRules(readFileSync(path, 'utf8'), path);
  for (const [file, text] of Object.entries(gcpPermissionFiles(rules))) {
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
});

describe('targetGrants', () => {
  const { resource, locals } = targetGrants(rulesOf(GCP));

  it('limits the grantor of a project to the roles of its targets', () => {
    const another =
      'more: {gcpProject: {project: acme-analytics, roles: [roles/storage.objectViewer]}, connection: {id: more}}';
    const both = targetGrants(rulesOf([...GCP, another])).resource;
    expect(both.google_project_iam_member?.target_projects).toMatchObject({
      role: 'roles/resourcemanager.projectIamAdmin',
      for_each: {
        'acme-analytics':
          "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/bigquery.dataViewer', 'roles/bigquery.jobUser', 'roles/storage.objectViewer'])",
      },
    });
  });

  it('names each service account, dataset and bucket, with a role that reads and writes access', () => {
    expect(resource.google_service_account_iam_member?.target_service_accounts.for_each).toEqual({
      'loader@acme-etl.iam.gserviceaccount.com': 'acme-etl',
    });
    expect(resource.google_bigquery_dataset_iam_member?.target_datasets.for_each).toEqual({
      'acme-sales/sales': ['acme-sales', 'sales'],
    });
    expect(locals.target_buckets).toEqual(['acme-raw']);
    expect(resource.google_project_iam_custom_role.policies.permissions).toEqual([
      'bigquery.datasets.get',
      'bigquery.datasets.getIamPolicy',
      'iam.serviceAccounts.getIamPolicy',
      'resourcemanager.projects.getIamPolicy',
      'storage.buckets.getIamPolicy',
      'bigquery.datasets.setIamPolicy',
      'bigquery.datasets.update',
      'iam.serviceAccounts.setIamPolicy',
      'storage.buckets.setIamPolicy',
    ]);
  });

  it('says whether there are functions that anybody may call', () => {
    expect(locals.endpoints).toBe('public');
    expect(targetGrants({ ...rulesOf(GCP), endpoints: 'none' }).locals.endpoints).toBe('none');
  });

  it('makes its own role where the targets are, and nowhere else', () => {
    expect(locals.target_projects).toEqual(['acme-etl', 'acme-sales']);
    expect(locals.read_projects).toEqual(['acme-analytics', 'acme-etl', 'acme-sales']);
    expect(targetGrants(rulesOf(GCP, 'preview')).locals.target_projects).toEqual([
      'acme-analytics',
      'acme-etl',
      'acme-sales',
    ]);
  });

  it('gives what writes to the service account of grant-access alone, and to operate what reads', () => {
    expect(Object.keys(resource).sort()).toEqual(GRANTS);
    const { google_project_iam_custom_role: roles, ...members } = resource;
    const given = Object.values(members).flatMap((kind) => Object.entries(kind));
    expect(given.map(([name, { member }]) => [name, member]).toSorted()).toEqual(
      ['buckets', 'datasets', 'projects', 'service_accounts']
        .flatMap((kind) => [
          [`read_${kind}`, filled('local.operate')],
          [`target_${kind}`, filled('local.grant_access')],
        ])
        .toSorted(),
    );
    for (const [name, { role }] of given) {
      if (name.startsWith('read_')) expect(role).toMatch(/google_project_iam_custom_role\.reads\[/);
    }
    expect(roles.reads.permissions.filter((one: string) => !/[.]get/.test(one))).toEqual([]);
  });

  it('gives nothing that writes to an installation that previews only', () => {
    const preview = JSON.stringify(targetGrants(rulesOf(GCP, 'preview')));
    expect(preview).toContain('getIamPolicy');
    expect(preview).not.toMatch(/setIamPolicy|update|roles\//);
  });

  it('does not change with the rules, or the order of the targets', () => {
    const one = rulesOf(GCP);
    expect(targetGrants({ ...one, rules: [] })).toEqual(targetGrants(one));
    expect(targetGrants(rulesOf(GCP.toReversed()))).toEqual(targetGrants(one));
  });

  it('refuses more roles in a project than one list takes', () => {
    expect(() => targetGrants(rulesOf(projects(10)))).not.toThrow();
    expect(() => targetGrants(rulesOf(projects(11)))).toThrow('its targets give 11 roles');
  });

  it('gives nothing where there are no targets on Google Cloud', () => {
    const { google_project_iam_custom_role: _role, ...none } = targetGrants(
      rulesOf([TARGETS.redshift]),
    ).resource;
    expect(none).toEqual({});
  });
});
