/** Where the parts of the house listen, and what they are called. */
export interface Addresses {
  readonly aws: string;
  readonly dynamoDb: string;
  readonly secretsManager: string;
  readonly gcp: string;
  readonly astro: string;
  readonly slack: string;
}

export const QUEUES = {
  deployments: 'deployments',
  targets: 'targets.fifo',
  messages: 'messages.fifo',
} as const;

export const TOPICS = {
  deployments: 'deployments',
  targets: 'targets',
  messages: 'messages',
} as const;

export const REGION = 'eu-west-1';
export const OWN_ACCOUNT = '999988887777';
export const OWN_PROJECT = 'acme-platform';
export const BUS = 'deployment-authorizer';
export const TABLE = 'deployment-authorizer';
export const ASTRO_TOKEN = { name: 'astro-token', value: 'astro-local-token' } as const;
export const SLACK_TOKEN = { name: 'slack-token', value: 'xoxb-local' } as const;

/** What the functions are told on either cloud. */
function shared(at: Addresses, organizationId: string, accessRules: string) {
  return {
    ACCESS_RULES: accessRules,
    ASTRO_API_URL: at.astro,
    ASTRO_ORGANIZATION_ID: organizationId,
    ASTRO_TOKEN_SECRET: ASTRO_TOKEN.name,
    SLACK_API_URL: at.slack,
    SLACK_TOKEN_SECRET: SLACK_TOKEN.name,
  };
}

/** The environment of the functions on AWS, with every client pointed into the house. */
export function awsEnvironment(
  at: Addresses,
  organizationId: string,
  accessRules: string,
): Readonly<Record<string, string>> {
  return {
    ...shared(at, organizationId, accessRules),
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: REGION,
    AWS_ACCOUNT_ID: OWN_ACCOUNT,
    AWS_ENDPOINT_URL: at.aws,
    AWS_ENDPOINT_URL_DYNAMODB: at.dynamoDb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: at.secretsManager,
    EVENT_BUS: BUS,
    MEMBER_ROLE: 'deployment-authorizer',
    RECORD_TABLE: TABLE,
    DEPLOYMENTS_QUEUE_URL: queueUrl(at, QUEUES.deployments),
    TARGETS_QUEUE_URL: queueUrl(at, QUEUES.targets),
    MESSAGES_QUEUE_URL: queueUrl(at, QUEUES.messages),
  };
}

/** The environment of the functions on Google Cloud, with every client pointed into the house. */
export function gcpEnvironment(
  at: Addresses,
  organizationId: string,
  accessRules: string,
): Readonly<Record<string, string>> {
  const apis = ['CLOUDRESOURCEMANAGER', 'FIRESTORE', 'IAM', 'PUBSUB', 'SECRETMANAGER', 'STORAGE'];
  return {
    ...shared(at, organizationId, accessRules),
    ...Object.fromEntries(
      apis.map((api) => [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${api}`, `${at.gcp}/`]),
    ),
    DEPLOYMENTS_TOPIC: TOPICS.deployments,
    TARGETS_TOPIC: TOPICS.targets,
    MESSAGES_TOPIC: TOPICS.messages,
    GCE_METADATA_HOST: new URL(at.gcp).host,
    GOOGLE_CLOUD_PROJECT: OWN_PROJECT,
  };
}

export function queueUrl(at: Pick<Addresses, 'aws'>, name: string): string {
  return `${at.aws}/${OWN_ACCOUNT}/${name}`;
}
