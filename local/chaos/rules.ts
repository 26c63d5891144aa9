import type { Mode } from '../../shared/rules/access-rules.ts';
import type { Specification } from '../../shared/rules/specification.ts';
import { ACCOUNT } from './aws-cloud.ts';
import { pick, some } from './random.ts';

export const TEAMS = ['etl', 'ml', 'bi', 'tmp'] as const;
export const WORKSPACES = ['clmh58o7d000108lb74ktc9o64', 'clmh58o7d000108lb74ktc9o65'] as const;
export const SHARED = [
  `arn:aws:iam::${ACCOUNT}:role/redshift-loader`,
  `arn:aws:iam::${ACCOUNT}:role/billing-reader`,
] as const;
export const POLICIES = ['lake-read', 'lake-write', 'lake-list'].map(
  (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
);
export const PROJECT = 'acme-analytics';
export const BUCKET = 'acme-raw';
export const LOADER = 'loader@acme-analytics.iam.gserviceaccount.com';
const PROJECT_ROLES = [
  'roles/bigquery.dataViewer',
  'roles/bigquery.jobUser',
  'roles/logging.viewer',
];
const BUCKET_ROLES = ['roles/storage.objectViewer', 'roles/storage.objectCreator'];
const EXTERNAL_IDS = ['acme-one', 'acme-two'];

type Grant =
  | { readonly kind: 'awsOwnRole'; readonly policies: readonly string[] }
  | { readonly kind: 'awsSharedRole'; readonly role: string; readonly externalId?: string }
  | { readonly kind: 'gcpProject' | 'gcpBucket'; readonly roles: readonly string[] }
  | { readonly kind: 'gcpImpersonate' };

/** The rules of one installation, as the model knows them. */
export interface ModelRules {
  readonly installation: string;
  readonly cloud: 'aws' | 'gcp';
  readonly workspaceId: string;
  readonly mode: Mode;
  readonly keepHours: number;
  readonly targets: Readonly<Record<string, Grant>>;
  /** By team: the targets that it reaches. */
  readonly reach: Readonly<Record<string, readonly string[]>>;
  readonly modes: Readonly<Record<string, Mode>>;
}

const AWS_TARGETS: Readonly<Record<string, Grant>> = {
  redshift: { kind: 'awsSharedRole', role: SHARED[0] },
  billing: { kind: 'awsSharedRole', role: SHARED[1], externalId: 'acme-one' },
  lake: { kind: 'awsOwnRole', policies: POLICIES.slice(0, 2) },
};

const GCP_TARGETS: Readonly<Record<string, Grant>> = {
  analytics: { kind: 'gcpProject', roles: PROJECT_ROLES.slice(0, 2) },
  reports: { kind: 'gcpProject', roles: PROJECT_ROLES.slice(1) },
  raw: { kind: 'gcpBucket', roles: BUCKET_ROLES.slice(0, 1) },
  loader: { kind: 'gcpImpersonate' },
};

export function firstRules(
  installation: string,
  cloud: 'aws' | 'gcp',
  workspaceId: string,
): ModelRules {
  const targets = cloud === 'aws' ? AWS_TARGETS : GCP_TARGETS;
  const names = Object.keys(targets);
  return {
    ...{ installation, cloud, workspaceId, mode: 'apply', keepHours: 24, targets },
    reach: { etl: names, ml: names.slice(0, 1), bi: names.slice(1) },
    modes: { etl: 'apply', ml: 'apply', bi: 'apply' },
  };
}

/** Somebody edits the rules. */
export function changedRules(
  rules: ModelRules,
  [what = 0, a = 0, b = 0]: readonly number[],
): ModelRules {
  const team = pick(TEAMS, a) ?? 'etl';
  const target = pick(Object.keys(rules.targets), b) ?? '';
  if (what < 0.45) return toggled(rules, team, target);
  if (what < 0.8) return swapped(rules, target, a);
  if (what < 0.95) {
    const mode = a < 0.5 ? 'apply' : a < 0.8 ? 'approve' : 'preview';
    return { ...rules, modes: { ...rules.modes, [pick(TEAMS, b) ?? 'etl']: mode } };
  }
  return { ...rules, mode: a < 0.7 ? 'apply' : 'approve' };
}

function toggled(rules: ModelRules, team: string, target: string): ModelRules {
  const before = rules.reach[team] ?? [];
  const after = before.includes(target)
    ? before.filter((one) => one !== target)
    : [...before, target];
  return { ...rules, reach: { ...rules.reach, [team]: after } };
}

function swapped(rules: ModelRules, name: string, point: number): ModelRules {
  const grant = rules.targets[name];
  if (grant === undefined) return rules;
  return { ...rules, targets: { ...rules.targets, [name]: otherGrant(grant, point) } };
}

function otherGrant(grant: Grant, point: number): Grant {
  switch (grant.kind) {
    case 'awsOwnRole':
      return { ...grant, policies: some(POLICIES, point) };
    case 'awsSharedRole':
      return grant.externalId === undefined
        ? grant
        : { ...grant, externalId: pick(EXTERNAL_IDS, point) ?? 'acme-one' };
    case 'gcpProject':
      return { ...grant, roles: some(PROJECT_ROLES, point) };
    case 'gcpBucket':
      return { ...grant, roles: some(BUCKET_ROLES, point) };
    default:
      return grant;
  }
}

/** What the target gives this Deployment. */
export function specificationOf(
  { installation }: ModelRules,
  grant: Grant,
  deployment: { readonly id: string; readonly namespace: string },
): Specification {
  switch (grant.kind) {
    case 'awsOwnRole': {
      const roleName = `${installation}-${deployment.namespace}`;
      const policies = grant.policies.toSorted();
      return { ...grant, account: ACCOUNT, roleName, policies, deploymentId: deployment.id };
    }
    case 'awsSharedRole':
      return grant;
    case 'gcpProject':
      return { kind: 'gcpProject', project: PROJECT, roles: grant.roles.toSorted() };
    case 'gcpBucket':
      return { kind: 'gcpBucket', bucket: BUCKET, roles: grant.roles.toSorted() };
    case 'gcpImpersonate':
      return { ...grant, serviceAccount: LOADER };
  }
}
