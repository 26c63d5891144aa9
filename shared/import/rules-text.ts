import type { AstronomerProposal } from './astronomer.ts';
import type { Unseen } from './estate.ts';
import type { Proposal } from './propose.ts';
import type { ProposedRule } from './proposed-rules.ts';
import type { ProposedTarget } from './proposed-targets.ts';
import { comment, flow, scalar } from './yaml.ts';

export interface Draft {
  readonly installation: string;
  /** Absent: a place-holder, and a word about it. */
  readonly channel?: string;
  readonly reporter: 'aws' | 'gcp';
  readonly astronomer: AstronomerProposal;
  readonly workspaces: readonly WorkspaceCount[];
  /** Absent where IAM was not looked at. */
  readonly imported?: Proposal & { readonly unseen: readonly Unseen[] };
}

export interface WorkspaceCount {
  readonly id: string;
  readonly name?: string;
  readonly aws: number;
  readonly gcp: number;
  readonly azure: number;
}

/** No channel has this id. */
const NO_CHANNEL = 'C0000000000';

/** `access-rules.yml` as a person would begin it: what is known in it, and what is to be done. */
export function rulesText(draft: Draft): string {
  const { imported, reporter } = draft;
  const parts = [
    head(draft),
    astronomerText(draft.astronomer),
    slackText(draft.channel),
    ['# Whose installation tells of Deployments that nobody owns.', `reporter: ${reporter}`],
    imported ? targetsText(imported.targets) : EMPTY_TARGETS,
    imported ? rulesPart(imported.rules) : emptyRules(draft.workspaces),
    ...(imported ? [remainder(imported)] : []),
  ];
  const texts = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function head({ installation, imported }: Draft): readonly string[] {
  return [
    '# yaml-language-server: $schema=./access-rules.schema.json',
    '#',
    imported
      ? '# Proposed from Astro and from what stands in IAM: it gives what is given today. Read every line.'
      : '# Proposed from Astro. Add targets (what may be given) and rules (who gets it).',
    '# Every key is explained in docs/access-rules.md; `rules check` names every mistake.',
    'version: 1',
    '',
    '# Part of the mark on everything that is put into a policy. Not to be changed later.',
    `installation: ${scalar(installation)}`,
    '',
    '# Nothing is written in preview. Then: approve, and apply.',
    'mode: preview',
  ];
}

function astronomerText({ astronomer, counts, leftOut }: AstronomerProposal): readonly string[] {
  const { awsAccounts, gcpProjects } = astronomer;
  const each = [...awsAccounts, ...gcpProjects].map((home) =>
    comment(`  ${home}: ${counts.get(home)} identities`),
  );
  const others = leftOut.map(({ deployment, slot, why }) => {
    const which = slot === 'dr' ? ' (disaster recovery)' : '';
    return comment(`Not from ${deployment}${which}: ${why}`);
  });
  return [
    '# Where genuine workload identities live. Compare with Astro, under Deployment > Details: an account or',
    '# project that you know as your own does not belong here.',
    ...each,
    ...some(others),
    'astronomer:',
    `  awsAccounts: ${flow(awsAccounts)}`,
    `  gcpProjects: ${flow(gcpProjects)}`,
  ];
}

function slackText(channel: string | undefined): readonly string[] {
  const unknown = ['# TO DO: the id of your channel; Slack shows it at the foot of its details.'];
  return [
    '# Where it is told, and who approves and is called when something is stuck.',
    ...(channel === undefined ? unknown : []),
    'slack:',
    `  channel: ${channel ?? NO_CHANNEL}`,
    '  approvers: []   # ids of user groups or users: S0123456789',
  ];
}

const EMPTY_TARGETS = [
  '# What may be given, for instance:',
  '#   redshift:',
  '#     awsSharedRole: {role: "arn:aws:iam::999988887777:role/redshift-loader"}',
  '#     connection: {id: aws_redshift}',
  'targets: {}',
];

function targetsText(targets: readonly ProposedTarget[]): readonly string[] {
  if (targets.length === 0) return EMPTY_TARGETS;
  const each = targets.flatMap(({ name, gift: { kind, ...grant }, connection }) => [
    `  ${name}:`,
    `    ${kind}: ${flow(grant)}`,
    `    connection: ${flow(connection)}`,
  ]);
  return [
    '# What is given today. What others gave stays theirs; `adopt: true` on a target takes it over.',
    '# The ids of the connections are proposals.',
    'targets:',
    ...each,
  ];
}

function emptyRules(workspaces: readonly WorkspaceCount[]): readonly string[] {
  const each = workspaces.map(({ id, name, ...counts }) => {
    const clouds = Object.entries(counts).filter(([, count]) => count > 0);
    return comment(
      `  ${id}  ${name ?? ''}: ${clouds.map(([cloud, count]) => `${count} on ${cloud}`).join(', ')}`,
    );
  });
  const [first] = workspaces;
  const cloud = first === undefined || first.aws > 0 ? 'aws' : 'gcp';
  return [
    '# Who gets it. The Workspaces with Deployments:',
    ...some(each),
    '# For instance:',
    `#   - {name: ${cloud}, when: {workspaceId: ${first?.id ?? 'c...'}, cloud: ${cloud}}, reach: [redshift]}`,
    'rules: []',
  ];
}

function rulesPart(rules: readonly ProposedRule[]): readonly string[] {
  if (rules.length === 0)
    return ['# No Deployment reaches anything that a target can give.', 'rules: []'];
  const each = rules.flatMap(({ name, when, reach, deployments, open }) => [
    comment(
      `${deployments} ${deployments === 1 ? 'Deployment' : 'Deployments'} today${open ? '; later ones that match, too' : ''}`,
    ),
    `- name: ${scalar(name)}`,
    `  when: ${flow(when)}`,
    `  reach: ${flow(reach)}`,
  ]);
  return [
    '# Who gets it: each rule is for those Deployments alone that have it today.',
    'rules:',
    ...each.map((line) => `  ${line}`),
  ];
}

function remainder({ leftOut, orphans, warnings, unseen }: NonNullable<Draft['imported']>) {
  return [
    ...section(
      'There today, and not given by these rules. It stays as it is:',
      leftOut.map(
        ({ deployment, principal, where, what, why }) =>
          `${deployment}: ${what} on ${where}, for ${principal}: ${why}`,
      ),
    ),
    ...section(
      'Nobody’s any more, as far as Astro tells:',
      orphans.map(
        ({ principal, where, what, note }) => `${principal}: ${what} on ${where}. ${note}`,
      ),
    ),
    ...section('Look at:', warnings),
    ...section(
      'Not seen; what is there is not in these rules:',
      unseen.map(({ what, why }) => `${what}: ${why}`),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : [`# ${title}`, ...some(lines.map((line) => comment(`- ${line}`)))];
}

/** In a file of rules the beginning of a long list is enough; --json has all of it. */
const MOST = 100;

function some(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), `# - and ${more} more`] : lines;
}
