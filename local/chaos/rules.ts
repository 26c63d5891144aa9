import type { Mode } from '../../shared/rules/access-rules.ts';
import { ACCOUNT } from './aws-cloud.ts';
import { BUCKET_ROLES, DATASET_ROLES, type Grant, PROJECT_ROLES } from './grants.ts';

export const TEAMS = ['etl', 'ml', 'bi', 'tmp'] as const;
export const WORKSPACES = ['clmh58o7d000108lb74ktc9o64', 'clmh58o7d000108lb74ktc9o65'] as const;
export const SHARED = [
  `arn:aws:iam::${ACCOUNT}:role/redshift-loader`,
  `arn:aws:iam::${ACCOUNT}:role/billing-reader`,
] as const;
export const POLICIES = ['lake-read', 'lake-write', 'lake-list'].map(
  (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
);

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
  /** Targets of which a change by hand is only reported. */
  readonly reported: readonly string[];
  /** Targets whose grants by hand are taken over. */
  readonly adopting: readonly string[];
  /** Teams for which no press in Slack approves. */
  readonly byCommand: readonly string[];
  /** Whether connections are made unasked. */
  readonly connect: boolean;
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
  marts: { kind: 'gcpDataset', roles: DATASET_ROLES.slice(0, 1) },
  loader: { kind: 'gcpImpersonate' },
};

export function firstRules(
  installation: string,
  cloud: 'aws' | 'gcp',
  workspaceId: string,
  connect: boolean,
): ModelRules {
  const targets = cloud === 'aws' ? AWS_TARGETS : GCP_TARGETS;
  const names = Object.keys(targets);
  return {
    ...{ installation, cloud, workspaceId, mode: 'apply', keepHours: 24, targets, connect },
    reach: { etl: names, ml: names.slice(0, 1), bi: names.slice(1) },
    modes: { etl: 'apply', ml: 'apply', bi: 'apply' },
    ...{ reported: [], adopting: [], byCommand: [] },
  };
}

/** Its team, as its name says. */
export function teamOf({ name }: { readonly name: string }): string {
  return name.slice(0, name.indexOf('-'));
}

export function modeOf(rules: ModelRules, team: string): Mode {
  const order = ['preview', 'approve', 'apply'] as const;
  const modes = [rules.mode, rules.modes[team] ?? 'apply'];
  return order.find((mode) => modes.includes(mode)) ?? 'apply';
}
