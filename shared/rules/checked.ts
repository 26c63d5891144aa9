import { digest } from '../runtime/json.ts';
import {
  type AccessRules,
  MODES,
  type Mode,
  type Target,
  type TargetGrant,
} from './access-rules.ts';
import { CLOUD_OF } from './kinds.ts';
import { partitionOf } from './partition.ts';
import type { RulesFile } from './schema.ts';
import type { TargetFile } from './schema-targets.ts';

/** The file, in which nothing is wrong, with its defaults filled in. */
export function checked(file: RulesFile): AccessRules {
  const ceiling = file.mode ?? 'preview';
  const { region, keep = '24h' } = file.defaults ?? {};
  const content = {
    version: file.version,
    installation: file.installation,
    mode: ceiling,
    astronomer: {
      awsAccounts: file.astronomer?.awsAccounts ?? [],
      gcpProjects: file.astronomer?.gcpProjects ?? [],
    },
    slack: { channel: file.slack.channel, approvers: file.slack.approvers ?? [] },
    defaults: { ...(region === undefined ? {} : { region }), keep: milliseconds(keep) },
    reporter: file.reporter ?? 'aws',
    unmatched: file.unmatched ?? 'tell',
    endpoints: file.endpoints ?? 'public',
    targets: Object.fromEntries(
      Object.entries(file.targets).map(([name, target]) => [name, targetOf(name, target, region)]),
    ),
    rules: file.rules.map((rule) => ({
      ...rule,
      mode: strictest([ceiling, rule.mode ?? ceiling]),
      approval: rule.approval ?? 'slack',
    })),
  } as const;
  return { ...content, digest: digest(content) };
}

/** The most careful of several modes. */
export function strictest(modes: readonly Mode[]): Mode {
  return MODES.find((mode) => modes.includes(mode)) ?? 'preview';
}

const UNITS = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

function milliseconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (UNITS.get(duration.slice(-1)) ?? 0);
}

function targetOf(name: string, file: TargetFile, region: string | undefined): Target {
  const grant = grantOf(file, region);
  const { connection, drift = 'repair', adopt = false } = file;
  const made = connection && {
    connection: { create: 'ask', via: 'environment-manager', ...connection } as const,
  };
  return { name, cloud: CLOUD_OF[grant.kind], drift, adopt, ...made, ...grant };
}

function grantOf(file: TargetFile, region: string | undefined): TargetGrant {
  if (file.awsOwnRole) return ownRole(file.awsOwnRole, region);
  if (file.awsSharedRole) return { kind: 'awsSharedRole', ...file.awsSharedRole };
  if (file.gcpProject) return { kind: 'gcpProject', ...file.gcpProject };
  if (file.gcpBucket) return { kind: 'gcpBucket', ...file.gcpBucket };
  if (file.gcpDataset) return { kind: 'gcpDataset', ...file.gcpDataset };
  if (file.gcpImpersonate) return { kind: 'gcpImpersonate', ...file.gcpImpersonate };
  throw new Error('a target that was checked gives nothing');
}

function ownRole(
  {
    name,
    account,
    policies = [],
    permissionsBoundary,
    ...rest
  }: NonNullable<TargetFile['awsOwnRole']>,
  region: string | undefined,
): TargetGrant {
  const named = [permissionsBoundary, ...policies].find((policy) => policy?.startsWith('arn:'));
  const partition = named?.split(':')[1] ?? partitionOf(region ?? '');
  const arn = (policy: string) =>
    policy.startsWith('arn:') ? policy : `arn:${partition}:iam::${account}:policy/${policy}`;
  return {
    kind: 'awsOwnRole',
    account,
    roleName: name,
    policies: policies.map(arn),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary: arn(permissionsBoundary) }),
    ...rest,
  };
}
