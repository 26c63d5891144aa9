import type { AstronomerProposal } from './astronomer.ts';
import type { Unseen } from './estate.ts';
import type { Proposal } from './propose.ts';
import { EMPTY_TARGETS, emptyRules, rulesPart, targetsText } from './rules-parts.ts';
import { remainder } from './rules-remainder.ts';
import { comment, flow, scalar, some } from './yaml.ts';

export interface Draft {
  readonly installation: string;
  /** Absent: a place-holder, and a word about it. */
  readonly channel?: string;
  readonly reporter: 'aws' | 'gcp';
  readonly astronomer: AstronomerProposal;
  readonly workspaces: readonly WorkspaceCount[];
  /** Ids of Deployments that Astro told in a way that cannot be read. */
  readonly unreadable: readonly string[];
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

const UNREADABLE =
  'Astro told in a way that cannot be read, so that these rules know nothing of it, and one may match it:';
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
    draft.unreadable.map((id) => comment(`${UNREADABLE} ${id}.`)),
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
