import type { ProposedRule } from './proposed-rules.ts';
import type { ProposedTarget } from './proposed-targets.ts';
import type { WorkspaceCount } from './rules-text.ts';
import { comment, flow, scalar, some } from './yaml.ts';

export const EMPTY_TARGETS = [
  '# What may be given, for instance:',
  '#   redshift:',
  '#     awsSharedRole: {role: "arn:aws:iam::999988887777:role/redshift-loader"}',
  '#     connection: {id: aws_redshift}',
  'targets: {}',
];

export function targetsText(targets: readonly ProposedTarget[]): readonly string[] {
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

export function emptyRules(workspaces: readonly WorkspaceCount[]): readonly string[] {
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

export function rulesPart(rules: readonly ProposedRule[]): readonly string[] {
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
