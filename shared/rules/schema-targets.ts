import * as z from 'zod';
import { CREATES, DRIFTS, VIAS } from './access-rules.ts';
import { list, text } from './text.ts';

export const ACCOUNT = text(
  /^\d{12}$/,
  'must be 12 digits in quotes (YAML reads 0123 as a number)',
  'An AWS account: 12 digits, in quotes.',
);

export const PROJECT = text(
  /^([a-z0-9.-]{1,253}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  'must be a project id such as acme-analytics, not its name or number',
  "A Google Cloud project's id.",
);

const ROLE_ARN = text(
  /^arn:(aws|aws-us-gov|aws-cn):iam::\d{12}:role\/([\w+=,.@/-]{1,510}\/)?[\w+=,.@-]{1,64}$/,
  (input) => {
    if (/(:root|^\d{12})$/.test(input)) {
      return 'must be one role: an account root trusts everybody in its account';
    }
    if (/[*?]/.test(input)) return 'must be one role: IAM takes no wildcard in an ARN';
    return 'must be the ARN of a role, such as arn:aws:iam::999988887777:role/redshift-loader';
  },
  'The ARN of an IAM role of yours that several Deployments assume.',
);

const POLICY = text(
  /^(arn:(aws|aws-us-gov|aws-cn):iam::(aws|\d{12}):policy\/)?[\w+=,.@/-]{1,512}$/,
  (input) =>
    /[*?]/.test(input)
      ? 'must be one policy: IAM takes no wildcard in an ARN'
      : "must be the name of a managed policy in the target's account, or an ARN",
  "The name of a managed policy in the target's account, or an ARN.",
);

const EXTERNAL_ID = text(
  /^[\w+=,.@:/-]{2,1224}$/,
  'must be 2 to 1,224 letters, digits and any of _+=,.@:/-',
  'The sts:ExternalId that Airflow must show; it comes with the connection.',
);

const VIEWER = 'roles/bigquery.dataViewer';

/** What BigQuery shows in a dataset's access list for three of its roles. */
const LEGACY = new Map([
  ['READER', VIEWER],
  ['WRITER', 'roles/bigquery.dataEditor'],
  ['OWNER', 'roles/bigquery.dataEditor'],
]);

const ROLE = text(
  /^((projects|organizations)\/[\w.:-]{1,128}\/)?roles\/[\w.]{1,128}$/,
  (input) => {
    if (/[*?]/.test(input)) return 'must be one role: there are no wildcards';
    const named = LEGACY.get(input) ?? (/^[\w.]+$/.test(input) ? `roles/${input}` : VIEWER);
    return `must be a role such as ${named}`;
  },
  'roles/NAME, or a custom role: projects/PROJECT/roles/NAME.',
);

const SERVICE_ACCOUNT = text(
  /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]{1,253}\.iam\.gserviceaccount\.com$/,
  "must be a service account's address, such as loader@acme-analytics.iam.gserviceaccount.com",
  'The service account of yours that Deployments impersonate.',
);

const awsOwnRole = z
  .strictObject({
    account: ACCOUNT,
    name: text(
      /^([\w+=,.@-]|\{[^{}]*\}){1,128}$/,
      'must be letters, digits, any of _+=,.@- and placeholders such as {namespace}',
      "The role's name; must contain {namespace} or {id}, and may contain {workspaceId}.",
    ),
    policies: list(POLICY, 'Managed policies to attach.').exactOptional(),
    permissionsBoundary: POLICY.exactOptional(),
    externalId: EXTERNAL_ID.exactOptional(),
  })
  .describe('AWS: a role for each Deployment, made and deleted by deployment-authorizer.');

const awsSharedRole = z
  .strictObject({ role: ROLE_ARN, externalId: EXTERNAL_ID.exactOptional() })
  .describe('AWS: an existing role, whose trust policy gets a statement of ours.');

const ROLES = list(ROLE, 'What the Deployment is given.').min(1, 'must name at least one role');

const gcpProject = z
  .strictObject({ project: PROJECT, roles: ROLES })
  .describe("Google Cloud: roles in a project's allow policy.");

const gcpBucket = z
  .strictObject({
    bucket: text(
      /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
      'must be the name of a bucket, without gs://',
      "A Cloud Storage bucket's name, without gs://.",
    ),
    roles: ROLES,
  })
  .describe("Google Cloud: roles in one bucket's allow policy.");

const gcpDataset = z
  .strictObject({
    project: PROJECT,
    dataset: text(
      /^\w{1,1024}$/,
      'must be the name of a dataset, letters, digits and _, without its project',
      "A BigQuery dataset's name, without its project.",
    ),
    roles: ROLES,
  })
  .describe('Google Cloud: roles in the access list of one BigQuery dataset.');

const gcpImpersonate = z
  .strictObject({ serviceAccount: SERVICE_ACCOUNT })
  .describe('Google Cloud: the right to impersonate one service account.');

export const CONNECTION = z
  .strictObject({
    id: text(
      /^[\w.-]{1,200}$/,
      'must be 1 to 200 letters, digits and any of _.-',
      "Airflow's Connection Id.",
    ),
    region: text(
      /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/,
      'must be an AWS region, such as eu-west-1',
      "AWS: region_name. Default: the Deployment's region, then defaults.region.",
    ).exactOptional(),
    project: PROJECT.exactOptional().describe(
      "Google Cloud: Project Id. Default: the target's own project; a bucket has none.",
    ),
    create: z
      .enum(CREATES)
      .exactOptional()
      .describe('Make it unasked, when somebody asks in Slack, or never. Default: ask.'),
    via: z
      .enum(VIAS)
      .exactOptional()
      .describe(
        "Where: Astro's Environment Manager, or the Deployment's own Airflow. Default: environment-manager.",
      ),
  })
  .describe('The Airflow connection that the owner of the Deployment is told of.');

const DRIFT = z
  .enum(DRIFTS)
  .describe(
    'When somebody takes access out of the policy by hand: put it back, or only tell. Default: repair.',
  );

const ADOPT = z
  .boolean({ error: 'must be true or false' })
  .describe(
    'Take over access that was given by hand before, so that it is taken back too. Default: false.',
  );

/** A target as it stands in the file; that it has exactly one grant is checked elsewhere. */
export const TARGET = z.strictObject({
  awsOwnRole: awsOwnRole.exactOptional(),
  awsSharedRole: awsSharedRole.exactOptional(),
  gcpProject: gcpProject.exactOptional(),
  gcpBucket: gcpBucket.exactOptional(),
  gcpDataset: gcpDataset.exactOptional(),
  gcpImpersonate: gcpImpersonate.exactOptional(),
  connection: CONNECTION.exactOptional(),
  drift: DRIFT.exactOptional(),
  adopt: ADOPT.exactOptional(),
});

export type TargetFile = z.infer<typeof TARGET>;
