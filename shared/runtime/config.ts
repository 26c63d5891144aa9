import * as z from 'zod';
import { ConfigError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const url = z.url({ protocol: /^https?$/, error: 'is not a URL' });
const name = z.string({ error: 'is not set' }).min(1, 'is empty');

const shared = z.object({
  ACCESS_RULES: z.string().default('access-rules.yml'),
  RULES_COMMIT: z.string().optional(),
  ASTRO_API_URL: url.default('https://api.astronomer.io/v1'),
  /** Of one instance of `decide-access`: all instances share what Astro allows a token. */
  ASTRO_GETS_PER_SECOND: z.coerce.number({ error: 'is not a number' }).positive().optional(),
  ASTRO_ORGANIZATION_ID: name,
  ASTRO_TOKEN_SECRET: name,
  ASTRO_WRITE_TOKEN_SECRET: name,
  /** Besides Astro's API, where `hand-over` may send a token: origins, `*` for any name under a domain. */
  AIRFLOW_ORIGINS: z.string().default('https://*.astronomer.run'),
  RECEIVE_SECRET: name,
  SLACK_API_URL: url.default('https://slack.com/api/'),
  SLACK_APP_ID: z.string().optional(),
  SLACK_SIGNING_SECRET: name,
  SLACK_TEAM_ID: z.string().optional(),
  SLACK_TOKEN_SECRET: name,
});

const aws = shared.extend({
  AWS_ACCOUNT_ID: name,
  AWS_REGION: name,
  DEAD_LETTERS_QUEUE_URL: url.optional(),
  EVENT_BUS: name,
  HANDOVERS_QUEUE_URL: url,
  MEMBER_ROLE: name,
  MESSAGES_QUEUE_URL: url,
  RECORD_TABLE: name,
  TARGETS_QUEUE_URL: url,
});

const gcp = shared.extend({
  DEAD_LETTERS_TOPIC: name.optional(),
  DEPLOYMENTS_TOPIC: name,
  GOOGLE_CLOUD_PROJECT: name,
  HANDOVERS_TOPIC: name,
  MESSAGES_TOPIC: name,
  RECORD_COLLECTION: name.default('deployment-authorizer'),
  RECORD_DATABASE: name.default('(default)'),
  TARGETS_TOPIC: name,
});

export type AwsConfig = z.infer<typeof aws>;
export type GcpConfig = z.infer<typeof gcp> & { readonly endpoints: GoogleEndpoints };
export type SharedConfig = z.infer<typeof shared>;

/** Other addresses for Google's APIs, under the names that gcloud gives them. */
export type GoogleEndpoints = Readonly<Partial<Record<GoogleApi, string>>>;

export const GOOGLE_APIS = [
  'BIGQUERY',
  'CLOUDRESOURCEMANAGER',
  'FIRESTORE',
  'IAM',
  'PUBSUB',
  'SECRETMANAGER',
  'STORAGE',
] as const;
export type GoogleApi = (typeof GOOGLE_APIS)[number];

/** What every function on AWS is told by its environment; names every problem at once. */
export function readAwsConfig(env: Environment): AwsConfig {
  return read(aws, env);
}

/** What every function on Google Cloud is told by its environment; names every problem at once. */
export function readGcpConfig(env: Environment): GcpConfig {
  return { ...read(gcp, env), endpoints: readGoogleEndpoints(env) };
}

/** Where Google's APIs are, for what needs nothing else to be told. */
export function readGoogleEndpoints(env: Environment): GoogleEndpoints {
  const endpoints = GOOGLE_APIS.flatMap((api) => {
    const override = env[`CLOUDSDK_API_ENDPOINT_OVERRIDES_${api}`];
    return override ? [[api, override] as const] : [];
  });
  return Object.fromEntries(endpoints);
}

function read<Schema extends z.ZodType>(schema: Schema, env: Environment): z.infer<Schema> {
  // An empty variable is what a template leaves of one that was not set.
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new ConfigError(`configuration: ${problems.join('; ')}`);
}
