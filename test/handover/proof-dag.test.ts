import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import { proofDags } from '../../shared/handover/proof-dag.ts';
import { providerOf } from '../../shared/handover/provider.ts';
import type { Specification } from '../../shared/rules/specification.ts';

const provable = (id: string, specification: Specification) => ({
  connection: connectionOf(specification, { id }, 'prod', 'eu-west-1'),
  specification,
});
const ROLE: Specification = {
  kind: 'awsSharedRole',
  role: 'arn:aws:iam::999988887777:role/data/redshift-loader',
};
const LOADER: Specification = {
  kind: 'gcpImpersonate',
  serviceAccount: 'loader@acme.iam.gserviceaccount.com',
};
const project = (...roles: readonly string[]): Specification => ({
  kind: 'gcpProject',
  project: 'acme.com:lake',
  roles,
});

/** What stands between the braces of CONNECTIONS. */
function entriesOf(specification: Specification, id = 'one'): string {
  const [dag] = proofDags([provable(id, specification)]);
  return /CONNECTIONS = \{\n(.*)\n\}/s.exec(dag?.source ?? '')?.[1]?.trim() ?? '';
}

describe('proofDags', () => {
  it('makes one for each cloud, with every connection of it', () => {
    const all = [provable('redshift', ROLE), provable('loader', LOADER), provable('lake', ROLE)];
    const [aws, google, ...more] = proofDags(all);
    expect(more).toEqual([]);
    expect(aws?.file).toBe('dags/prove_aws_access.py');
    expect(aws?.source).toMatch(/"redshift": .*\n {4}"lake": /);
    expect(google?.source).toContain('    "loader": None,\n}');
  });

  it('makes none where nothing has a connection', () => expect(proofDags([])).toEqual([]));

  it('tells a network that is not connected from a denial', () => {
    const [dag] = proofDags([provable('one', ROLE)]);
    expect(dag?.source).toMatch(/except [^\n]*\n +raise RuntimeError\(f"NETWORK, is this cluster/);
    expect(dag?.source).toMatch(/except Exception[^\n]*\n +raise RuntimeError\(f"DENIED: /);
  });

  it('leaves out what there is no room for', () => {
    const all = Array.from({ length: 20 }, (_, index) => provable(`lake_${index}`, ROLE));
    const [dag] = proofDags(all, (source) => source.length <= 1_600);
    expect(dag?.source.length).toBeLessThanOrEqual(1_600);
    expect(dag?.source).toContain('"lake_0"');
    expect(dag?.source).not.toContain('"lake_19"');
    expect(proofDags(all, () => false)).toEqual([]);
  });

  it.each<[string, Specification, string]>([
    [
      'that AWS says the role, and not another',
      ROLE,
      '":999988887777:assumed-role/redshift-loader/"',
    ],
    [
      'one of the usual permissions of roles',
      project('roles/bigquery.user'),
      '"bigquery.jobs.create"',
    ],
    [
      'a permission that most roles have, of a role that it does not know',
      project('roles/bigquery.user', 'projects/acme/roles/own'),
      '"resourcemanager.projects.get"',
    ],
    ['a project by its whole name', project('roles/a.b'), 'projects/acme.com%3Alake:testIam'],
    [
      'a bucket by its own permissions',
      { kind: 'gcpBucket', bucket: 'acme-raw', roles: ['roles/storage.objectViewer'] },
      '/b/acme-raw/iam/testPermissions?permissions=storage.objects.get&',
    ],
    [
      'a dataset by looking at it',
      { kind: 'gcpDataset', project: 'acme', dataset: 'daily', roles: [] },
      '("GET", "https://bigquery.googleapis.com/bigquery/v2/projects/acme/datasets/daily", None, "id")',
    ],
    ['an impersonation by its token alone', LOADER, '"one": None'],
  ])('expects %s', (_it, specification, text) => {
    expect(entriesOf(specification)).toContain(text);
  });

  it('lets nothing that people chose out of its quotes', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('"', '\\', '\n', '```', "'", '"""', '{x}', '\u2028', '🟢'),
    );
    fc.assert(
      fc.property(names, names, (id, name) => {
        const role = { kind: 'awsSharedRole', role: `arn:aws:iam::1:role/${name}` } as const;
        for (const specification of [
          role,
          { kind: 'gcpBucket', bucket: name, roles: [] } as const,
        ]) {
          const entry = entriesOf(specification, id);
          expect(entry).toMatch(/^[ -_a-~]*$/);
          expect(entry).toMatch(/^"(?:[^"\\]|\\.)*": [("]/);
        }
      }),
    );
  });
});

describe('providerOf', () => {
  it.each<[string, Specification, string]>([
    ['amazon', ROLE, 'apache-airflow-providers-amazon'],
    ['google', project('roles/a.b'), 'apache-airflow-providers-google'],
    ['google', LOADER, 'apache-airflow-providers-google>=10.8.0'],
  ])('names the package of %s', (name, specification, requirement) => {
    expect(providerOf(provable('one', specification).connection)).toEqual({
      name: `apache-airflow-providers-${name}`,
      page: `https://registry.astronomer.io/providers/apache-airflow-providers-${name}/versions/latest`,
      requirement,
    });
  });
});
