import { giftOf } from './gift.ts';
import type { Explanation } from './rules-explain.ts';
import { styled, type Terminal, tame } from './terminal.ts';

export function showExplanation(explanation: Explanation, { out }: Terminal): void {
  const { deployment, rules, reaches, notApplicable } = explanation;
  const { name, cloud, region, workspaceName, workspaceId } = deployment;
  const place = [
    `${cloud}${region ? ` ${region}` : ''}`,
    `Workspace ${workspaceName ?? workspaceId}`,
  ];
  out(styled('bold', tame([name, ...place].join(' · '))));
  out(tame(identitySentence(explanation)));
  out('');
  for (const { rule, matches, because } of rules) {
    out(matches ? `✓ ${tame(rule)}` : tame(`✗ ${rule}: ${because.join('; ')}`));
  }
  out('');
  if (reaches.length === 0) out('It reaches nothing.');
  for (const one of reaches) for (const line of reachLines(one)) out(tame(line));
  for (const { target, why } of notApplicable) out(tame(`${target}: not applicable, ${why}`));
}

function identitySentence({ identity, deployment }: Explanation): string {
  const told = deployment.workloadIdentity ?? 'not told';
  if (identity.kind === 'accepted') return `Workload identity ${told}: accepted`;
  if (identity.kind === 'absent')
    return `Workload identity ${told}: what follows is what it would reach with one`;
  const { text, advice } = identity.problem;
  return `Nothing is given: ${text} ${advice} What follows is what it would reach otherwise.`;
}

/** Who may say yes, where somebody must. */
function approval({ mode, approvers, approval }: Explanation['reaches'][number]): string {
  if (mode !== 'approve') return '';
  if (approval === 'cli') return ', by the command line alone';
  return `, by ${approvers.length === 0 ? 'the command line: no approvers are named' : approvers.join(', ')}`;
}

function reachLines(reach: Explanation['reaches'][number]): readonly string[] {
  const { target, slot, specification, rule, mode, connection = [] } = reach;
  const dr = slot === 'dr' ? ' (disaster recovery)' : '';
  const width = Math.max(0, ...connection.map(({ label }) => label.length)) + 2;
  return [
    `${target}${dr}: ${giftOf(specification)}; by rule ${rule}, mode ${mode}${approval(reach)}`,
    ...connection.map(({ label, value }) => `  ${label.padEnd(width)}${value}`),
  ];
}
