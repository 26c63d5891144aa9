import { GOOGLE_APIS } from '../shared/runtime/config.ts';
import { type Channels, deadOf, type Names } from './names.ts';

/** Where the parts of the house listen, and what they are called. */
export interface Addresses {
  readonly aws: string;
  readonly dynamoDb: string;
  readonly secretsManager: string;
  readonly gcp: string;
  readonly astro: string;
  readonly slack: string;
}

/** The function that each queue or topic is for. */
const FUNCTIONS = {
  deployments: 'decide-access',
  targets: 'grant-access',
  messages: 'notify',
  handovers: 'hand-over',
} as const;

/** The variable that holds what each function alone is told. */
export const OWN = 'OWN_ENVIRONMENTS';

function own(channels: Channels, tell: (dead: string) => Readonly<Record<string, string>>): string {
  const told = Object.entries(FUNCTIONS).map(([channel, name]) => [
    name,
    {
      ...tell(deadOf(channels[channel as keyof Channels])),
      // Here one process is all the instances there are.
      ...(name === 'decide-access' && { ASTRO_GETS_PER_SECOND: '15' }),
    },
  ]);
  return JSON.stringify(Object.fromEntries(told));
}

export const REGION = 'eu-west-1';
export const OWN_ACCOUNT = '999988887777';
export const OWN_PROJECT = 'acme-platform';
/** All installations keep their record in one collection, each under its own name. */
export const COLLECTION = 'deployment-authorizer';
export const ASTRO_TOKEN = { name: 'astro-token', value: 'astro-local-token' } as const;
/** What whoever calls `receive-event` signs with. */
export const RECEIVE_SECRET = {
  name: 'receive-secret',
  value: 'receive-local-secret',
} as const;
/** What `hand-over` alone has: it may write in Astro, and in Airflow. */
export const ASTRO_WRITE_TOKEN = {
  name: 'astro-write-token',
  value: 'astro-local-write-token',
} as const;
/** What Slack signs button presses with. */
export const SLACK_SIGNING_SECRET = {
  name: 'slack-signing-secret',
  value: 'slack-local-signing-secret',
} as const;
export const SLACK_TOKEN = { name: 'slack-token', value: 'xoxb-local' } as const;

/** The app and the workspace that a press says it comes from. */
export const SLACK_APP_ID = 'A0LOCALAPP';
export const SLACK_TEAM_ID = 'T0ACME';

/** What the functions of an installation are told. */
export interface Told {
  readonly at: Addresses;
  readonly names: Names;
  readonly organizationId: string;
  /** The path of its access rules. */
  readonly accessRules: string;
}

function shared({ at, organizationId, accessRules }: Told) {
  return {
    ACCESS_RULES: accessRules,
    ASTRO_API_URL: at.astro,
    ASTRO_ORGANIZATION_ID: organizationId,
    ASTRO_TOKEN_SECRET: ASTRO_TOKEN.name,
    ASTRO_WRITE_TOKEN_SECRET: ASTRO_WRITE_TOKEN.name,
    // Here Airflow is a part of the emulated Astro.
    AIRFLOW_ORIGINS: new URL(at.astro).origin,
    RECEIVE_SECRET: RECEIVE_SECRET.name,
    SLACK_API_URL: at.slack,
    SLACK_APP_ID,
    SLACK_SIGNING_SECRET: SLACK_SIGNING_SECRET.name,
    SLACK_TEAM_ID,
    SLACK_TOKEN_SECRET: SLACK_TOKEN.name,
  };
}

/** The environment of the functions on AWS, with every client pointed into the house. */
export function awsEnvironment(told: Told): Readonly<Record<string, string>> {
  const { at, names } = told;
  return {
    ...shared(told),
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: REGION,
    AWS_ACCOUNT_ID: OWN_ACCOUNT,
    AWS_ENDPOINT_URL: at.aws,
    AWS_ENDPOINT_URL_DYNAMODB: at.dynamoDb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: at.secretsManager,
    EVENT_BUS: names.bus,
    MEMBER_ROLE: 'deployment-authorizer',
    RECORD_TABLE: names.table,
    DEPLOYMENTS_QUEUE_URL: queueUrl(at, names.queues.deployments),
    TARGETS_QUEUE_URL: queueUrl(at, names.queues.targets),
    HANDOVERS_QUEUE_URL: queueUrl(at, names.queues.handovers),
    MESSAGES_QUEUE_URL: queueUrl(at, names.queues.messages),
    [OWN]: own(names.queues, (dead) => ({ DEAD_LETTERS_QUEUE_URL: queueUrl(at, dead) })),
  };
}

/** The environment of the functions on Google Cloud, with every client pointed into the house. */
export function gcpEnvironment(told: Told): Readonly<Record<string, string>> {
  const { at, names } = told;
  return {
    ...shared(told),
    ...Object.fromEntries(
      GOOGLE_APIS.map((api) => [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${api}`, `${at.gcp}/`]),
    ),
    DEPLOYMENTS_TOPIC: names.topics.deployments,
    TARGETS_TOPIC: names.topics.targets,
    HANDOVERS_TOPIC: names.topics.handovers,
    MESSAGES_TOPIC: names.topics.messages,
    GCE_METADATA_HOST: new URL(at.gcp).host,
    GOOGLE_CLOUD_PROJECT: OWN_PROJECT,
    NODE_ENV: 'production',
    RECORD_COLLECTION: COLLECTION,
    [OWN]: own(names.topics, (dead) => ({ DEAD_LETTERS_TOPIC: dead })),
  };
}

function queueUrl(at: Addresses, name: string): string {
  return `${at.aws}/${OWN_ACCOUNT}/${name}`;
}
