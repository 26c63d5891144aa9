import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { House } from '../local/house.ts';
import { ACCOUNT, PROJECT, SHARED_ROLE_TRUST, WORKSPACE } from '../local/samples.ts';

/** Deployments that share a role: more would be a question of its policy's size. */
const A_ROLE = 10;
const PROJECT_ROLE = 'roles/bigquery.dataViewer';

/** Whose access is measured, and how one sees that it works. */
export interface Burst {
  readonly name: string;
  readonly cloud: 'aws' | 'gcp';
  readonly works: (house: House, identity: string) => boolean;
}

const roles = (deployments: number) =>
  Array.from({ length: Math.ceil(deployments / 2 / A_ROLE) }, (_, place) => place);
const roleArn = (place: number) => `arn:aws:iam::${ACCOUNT}:role/warehouse-${place}`;

/** Half of them on AWS, ten a role, the other half on Google Cloud, all in one project. */
export function bursts(deployments: number): readonly Burst[] {
  const { length } = roles(deployments);
  return Array.from({ length: deployments }, (_, place): Burst => {
    if (place % 2 === 1) {
      const works = (house: House, identity: string) =>
        house.gcp.canAct(`serviceAccount:${identity}`, PROJECT_ROLE, { project: PROJECT });
      return { name: `gcp-${place}`, cloud: 'gcp', works };
    }
    const role = (place / 2) % length;
    const works = (house: House, identity: string) =>
      house.aws.iam.canAssume(roleArn(role), identity, 'acme-airflow');
    return { name: `aws-${role}-${place}`, cloud: 'aws', works };
  });
}

/** The clouds as they are before: roles and a project that others use too. */
export function seed({ aws, gcp }: House, deployments: number): void {
  for (const place of roles(deployments)) {
    aws.iam.createRole({ arn: roleArn(place), trust: SHARED_ROLE_TRUST });
  }
  gcp.projects.create(PROJECT);
}

/** Calls `use` with the path of access rules that select on names, and removes them afterwards. */
export async function withRules<Result>(
  deployments: number,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'burst-'));
  const path = join(folder, 'access-rules.yml');
  writeFileSync(path, rules(deployments));
  try {
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rules(deployments: number): string {
  const places = roles(deployments);
  const shared = (place: number) =>
    `  warehouse-${place}: {awsSharedRole: {role: "${roleArn(place)}", externalId: acme-airflow}}`;
  return `version: 1
installation: burst
mode: apply
astronomer: {awsAccounts: ["111122223333"], gcpProjects: [astro-data-plane]}
slack: {channel: C0DATAOPS1, approvers: [S0PLATFORM]}
targets:
${places.map(shared).join('\n')}
  analytics: {gcpProject: {project: ${PROJECT}, roles: [${PROJECT_ROLE}]}}
rules:
${places.map((place) => rule(`aws-${place}-*`, `warehouse-${place}`)).join('\n')}
${rule('gcp-*', 'analytics')}
`;
}

function rule(names: string, target: string): string {
  const when = `{workspaceId: ${WORKSPACE}, deployment: "${names}"}`;
  return `  - {name: for-${target}, when: ${when}, reach: [${target}]}`;
}
