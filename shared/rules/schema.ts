import * as z from 'zod';
import { APPROVALS, ENDPOINTS, MODES } from './access-rules.ts';
import { ACCOUNT, region } from './schema-aws.ts';
import { PROJECT } from './schema-gcp.ts';
import { TARGET } from './schema-targets.ts';
import { glob, list, text } from './text.ts';

/** Astro's ids are CUIDs: most have 25 characters, its own reference shows one of 26. */
const WORKSPACE_ID = text(
  /^(c[a-z0-9]{20,31}|[a-z0-9]*[*?][a-z0-9*?]*)$/,
  "must be a Workspace's id, such as clmh58o7d000108lb74ktc9o64 (not its name)",
  "The Workspace's id. Mode apply needs it without * or ?.",
);

const condition = {
  workspaceId: WORKSPACE_ID.exactOptional(),
  workspace: glob("the Workspace's name").exactOptional(),
  deployment: glob("the Deployment's name").exactOptional(),
  clusterId: glob("the cluster's id").exactOptional(),
  cluster: glob("the cluster's name").exactOptional(),
  region: glob('the region').exactOptional(),
  cloud: glob('the cloud: aws, gcp or azure').exactOptional(),
  type: glob("the Deployment's type: STANDARD, DEDICATED or HYBRID").exactOptional(),
};

const CHANNEL = text(
  /^[CG][A-Z0-9]{7,20}$/,
  "must be a channel's id, such as C0123456789 (Slack shows it at the foot of its details)",
  "The channel's id.",
);

const APPROVERS = list(
  text(
    /^[SUW][A-Z0-9]{7,20}$/,
    "must be the id of a user group or user, such as S0123456789 (a group's is in the address of its page, a user's is under Copy member ID)",
    'The id of a user group or user.',
  ),
  'Who may approve, and is called when something is stuck.',
);

const RULE = z
  .strictObject({
    name: text(
      /^[A-Za-z0-9][\w.-]{0,63}$/,
      'must be 1 to 64 letters, digits and any of _.-, in quotes if all digits',
      'Shown in Slack and in the audit trail; each only once.',
    ),
    when: z.strictObject(condition).describe('Which Deployments: every key given must match.'),
    unless: z
      .strictObject(condition)
      .exactOptional()
      .describe('Which of them not: those on which every key given matches.'),
    mode: z.enum(MODES).exactOptional().describe('Default: the mode of the file, its ceiling.'),
    reach: list(z.string(), 'Names of targets.').min(1, 'must name at least one target'),
    channel: CHANNEL.exactOptional().describe(
      'Where it is told. Default, and where it cannot be told there: slack.channel.',
    ),
    approvers: APPROVERS.exactOptional().describe(
      'Who may approve and act in Slack. Default: slack.approvers.',
    ),
    approval: z
      .enum(APPROVALS)
      .exactOptional()
      .describe(
        'Where it may be approved: in Slack too, or by the command line alone. Default: slack.',
      ),
  })
  .describe('Who gets what.');

const astronomer = z
  .strictObject({
    awsAccounts: list(ACCOUNT, "Astronomer's AWS accounts.").exactOptional(),
    gcpProjects: list(PROJECT, "Astronomer's Google Cloud projects.").exactOptional(),
  })
  .describe("Where genuine workload identities live: Astronomer's accounts, never yours.");

const slack = z
  .strictObject({ channel: CHANNEL, approvers: APPROVERS.exactOptional() })
  .describe('Where it is told, and who approves.');

const defaults = z
  .strictObject({
    region: region(
      "region_name of AWS connections where the Deployment's region is not known.",
    ).exactOptional(),
    keep: text(
      /^\d{1,4}[mhd]$/,
      'must be a duration: 30m, 24h or 7d',
      'How long access stays after a rename or a change of rules: 30m, 24h, 7d. Default: 24h.',
    ).exactOptional(),
  })
  .describe('What holds where nothing else is said.');

/** `access-rules.yml`, the shape of its parts; what holds between them is in `checks/`. */
export const RULES_FILE = z
  .strictObject({
    version: z.literal(1).describe('Always 1.'),
    installation: text(
      /^[a-z][a-z0-9-]{0,27}$/,
      'must be 1 to 28 small letters, digits and hyphens, a letter first',
      "This installation's name, part of all that it marks as its own. Not to be changed later.",
    ),
    mode: z
      .enum(MODES)
      .exactOptional()
      .describe('The ceiling for all rules: preview < approve < apply. Default: preview.'),
    astronomer: astronomer.exactOptional(),
    slack,
    defaults: defaults.exactOptional(),
    reporter: z
      .enum(['aws', 'gcp'])
      .exactOptional()
      .describe("Whose installation tells of Deployments that nobody owns. Default: aws's."),
    unmatched: z
      .enum(['tell', 'silent'])
      .exactOptional()
      .describe('Whether a Deployment without a rule is told of. Default: tell.'),
    endpoints: z
      .enum(ENDPOINTS)
      .exactOptional()
      .describe(
        'Whether Slack and CI can call in; without, messages name commands instead of buttons. Default: public.',
      ),
    targets: z.record(z.string(), TARGET).describe('What may be given.'),
    rules: list(RULE, 'Who gets it.'),
  })
  .describe('The access rules of deployment-authorizer.');

export type RulesFile = z.infer<typeof RULES_FILE>;
export type ConditionFile = RulesFile['rules'][number]['when'];
