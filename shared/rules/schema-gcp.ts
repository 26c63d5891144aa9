import * as z from 'zod';
import { list, text } from './text.ts';

export const PROJECT = text(
  /^([a-z0-9.-]{1,253}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  'must be a project id such as acme-analytics, not its name or number',
  "A Google Cloud project's id.",
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

const ROLES = list(ROLE, 'What the Deployment is given.').min(1, 'must name at least one role');

export const gcpProject = z
  .strictObject({ project: PROJECT, roles: ROLES })
  .describe("Google Cloud: roles in a project's allow policy.");

export const gcpBucket = z
  .strictObject({
    bucket: text(
      /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
      'must be the name of a bucket, without gs://',
      "A Cloud Storage bucket's name, without gs://.",
    ),
    roles: ROLES,
  })
  .describe("Google Cloud: roles in one bucket's allow policy.");

export const gcpDataset = z
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

export const gcpImpersonate = z
  .strictObject({ serviceAccount: SERVICE_ACCOUNT })
  .describe('Google Cloud: the right to impersonate one service account.');
