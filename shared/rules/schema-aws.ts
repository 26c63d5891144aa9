import * as z from 'zod';
import { list, text } from './text.ts';

export const ACCOUNT = text(
  /^\d{12}$/,
  'must be 12 digits in quotes (YAML reads 0123 as a number)',
  'An AWS account: 12 digits, in quotes.',
);

export const region = (description: string) =>
  text(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, 'must be an AWS region, such as eu-west-1', description);

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

export const awsOwnRole = z
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

export const awsSharedRole = z
  .strictObject({ role: ROLE_ARN, externalId: EXTERNAL_ID.exactOptional() })
  .describe('AWS: an existing role, whose trust policy gets a statement of ours.');
