import type { NewDeployment } from '../../local/astro/raw-deployment.ts';
import type { Emulators } from '../../local/emulators.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';

export const OWN = '999988887777';
export const OTHER = '222233334444';
export const DATA = 'clmh58o7d000108lb74ktc9o64';
export const RISK = 'clmh58o7d000108lb74ktc9o65';
const MEMBER = 'deployment-authorizer';

type Made = Readonly<Record<string, string>>;

/** Creates sixty Deployments and, by hand, what they reach; answers their identities by name. */
export function seedEstate(house: Emulators): Made {
  const made: Record<string, string> = {};
  const create = (wanted: NewDeployment) => {
    const raw = house.astro.create({ workspaceId: DATA, workspaceName: 'Data', ...wanted });
    const told = [raw.effectiveWorkloadIdentity, raw.effectiveDRWorkloadIdentity].flatMap((one) =>
      typeof one === 'string' ? [one] : [],
    );
    for (const identity of told) {
      if (wanted.cloud === 'aws') house.aws.iam.addPrincipal(identity);
      else house.gcp.serviceAccounts.create(identity, { foreign: true });
    }
    made[`${wanted.cloud} ${wanted.name}`] = told[0] ?? '';
  };
  for (const wanted of [...ON_AWS, ...ON_GCP]) create(wanted);
  seedRoles(house, (name) => made[`aws ${name}`] ?? '');
  seedGoogle(house, (name) => made[`gcp ${name}`] ?? '');
  return made;
}

const numbered = (start: string, count: number) =>
  Array.from({ length: count }, (_, place) => `${start}${place}`);
const risk = { workspaceId: RISK, workspaceName: 'Risk & Co' };

const LOADERS = numbered('load-', 10);
const LAKES = numbered('lake-', 5);
const LONERS = ['alpha', 'beta', 'gam?ma*', 'delta', 'omega'];
const MIXED = ['mix-open', 'mix-guarded', 'mix-both'];
const SCORERS = numbered('score-', 4);
const STANDBY = 'arn:aws:iam::444455556666:role/astro-standby-star-0001';

const ON_AWS: readonly NewDeployment[] = [
  ...[...LOADERS, ...LAKES, ...LONERS, ...MIXED, 'sandbox-1'].map((name) => ({
    name,
    cloud: 'aws' as const,
  })),
  { name: 'standby', cloud: 'aws', namespace: 'standby-star-0001', drIdentity: STANDBY },
  { name: 'own-identity', cloud: 'aws', identity: `arn:aws:iam::${OWN}:role/our-own` },
  ...SCORERS.map((name) => ({ name, cloud: 'aws' as const, ...risk })),
];

const BIG = numbered('bq-', 8);
const JOBS = ['job-a', 'job-b'];
const RAWS = numbered('raw-', 6);
const RISKS = numbered('risk-', 10);

const ON_GCP: readonly NewDeployment[] = [
  ...[...BIG, ...JOBS, ...RAWS, 'imp-1', 'imp-2', 'imp-3', 'lone'].map((name) => ({
    name,
    cloud: 'gcp' as const,
  })),
  ...RISKS.map((name) => ({ name, cloud: 'gcp' as const, ...risk })),
];

const role = (name: string, account = OWN) => `arn:aws:iam::${account}:role/${name}`;
const allow = (principals: readonly string[], changes: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Principal: { AWS: principals.length === 1 ? (principals[0] ?? '') : principals },
  Action: 'sts:AssumeRole',
  ...changes,
});
const under = (id: string) => ({ Condition: { StringEquals: { 'sts:ExternalId': id } } });
const BATCH: Statement = {
  Sid: 'Batch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

function seedRoles({ aws }: Emulators, of: (name: string) => string): void {
  const create = (arn: string, ...Statement: readonly Statement[]) =>
    aws.iam.createRole({ arn, trust: { Version: '2012-10-17', Statement } });
  const admin = role('platform-admin');
  const orphan = 'arn:aws:iam::111122223333:role/astro-long-gone-1111';
  create(
    role('redshift-loader'),
    BATCH,
    allow([...LOADERS.map(of), admin, orphan]),
    allow([of('sandbox-1')], { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
  );
  create(
    role('lake-reader'),
    allow(LAKES.map(of), under('acme-airflow')),
    allow([admin], under('nightly')),
    allow([aws.iam.orphanId()], under('acme-airflow')),
  );
  for (const [place, name] of LONERS.entries())
    create(role(`team/own-${place}`), allow([of(name)]));
  create(
    role('mixed'),
    allow([of('mix-open'), of('mix-both')]),
    allow([of('mix-guarded'), of('mix-both')], under('mixed-id')),
  );
  create(
    role('standby-reader'),
    allow([of('standby'), STANDBY]),
    allow([of('sandbox-1')], { Action: 'sts:TagSession' }),
  );
  create(role('private'), allow([of('own-identity')]));
  create(role(MEMBER, OTHER), allow([`arn:aws:iam::${OWN}:root`]));
  create(role('risk-scorer', OTHER), allow(SCORERS.map(of)), BATCH);
  for (const name of numbered('service-', 120)) create(role(name), BATCH);
}

const member = (identity: string) => `serviceAccount:${identity}`;

function seedGoogle({ gcp }: Emulators, of: (name: string) => string): void {
  const those = (names: readonly string[]) => names.map(of).map(member);
  const gone = 'astro-long-gone-1111@astro-data-plane.iam.gserviceaccount.com';
  const orphan = 'astro-still-there-22@astro-data-plane.iam.gserviceaccount.com';
  gcp.serviceAccounts.create(gone, { foreign: true });
  gcp.projects.create('acme-analytics', {
    bindings: [
      { role: 'roles/bigquery.dataViewer', members: ['group:analysts@acme.com', ...those(BIG)] },
      { role: 'roles/bigquery.jobUser', members: those([...BIG, ...JOBS]) },
      { role: 'roles/editor', members: those(['lone']) },
      { role: 'roles/pubsub.viewer', members: [member(gone), member(orphan)] },
      {
        role: 'roles/bigquery.dataEditor',
        members: those(['job-a']),
        condition: {
          title: 'until May',
          expression: 'request.time < timestamp("2027-05-01T00:00:00Z")',
        },
      },
    ],
  });
  gcp.serviceAccounts.delete(gone);
  gcp.projects.create('acme-risk', {
    bindings: [
      { role: 'roles/bigquery.dataViewer', members: [...those(RISKS), 'user:jane@acme.com'] },
    ],
  });
  gcp.buckets.create('acme-raw', undefined, 'acme-analytics');
  gcp.buckets.setPolicy('acme-raw', {
    bindings: [
      { role: 'roles/storage.objectViewer', members: those(RAWS) },
      { role: 'roles/storage.objectAdmin', members: those(['raw-0']) },
    ],
  });
  const loader = 'loader@acme-analytics.iam.gserviceaccount.com';
  gcp.serviceAccounts.create(loader, {
    policy: {
      bindings: [
        {
          role: 'roles/iam.serviceAccountTokenCreator',
          members: those(['imp-1', 'imp-2', 'imp-3']),
        },
        { role: 'roles/iam.serviceAccountUser', members: those(['imp-1']) },
      ],
    },
  });
  gcp.datasets.create('acme-risk:scores', {
    access: [
      { role: 'OWNER', specialGroup: 'projectOwners' },
      ...['risk-0', 'risk-1', 'risk-2'].map((name) => ({ role: 'READER', userByEmail: of(name) })),
      { role: 'OWNER', userByEmail: of('risk-3') },
    ],
  });
}
