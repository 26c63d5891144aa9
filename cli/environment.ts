import type { Environment } from './command.ts';

/** For what `operate` is told as every function is, and never reads. */
const UNREAD = {
  ASTRO_WRITE_TOKEN_SECRET: 'unread',
  RECEIVE_SECRET: 'unread',
  SLACK_SIGNING_SECRET: 'unread',
  SLACK_TOKEN_SECRET: 'unread',
};

/** What the stack calls its parts, so that an operator need not say it. */
export function awsDefaults(installation: string, env: Environment): Environment {
  const name = `deployment-authorizer-${installation}`;
  const { AWS_REGION = env.AWS_DEFAULT_REGION, AWS_ACCOUNT_ID } = env;
  const suffix = AWS_REGION?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const queue = (queueName: string) =>
    `https://sqs.${AWS_REGION}.${suffix}/${AWS_ACCOUNT_ID}/${name}-${queueName}.fifo`;
  return {
    ...UNREAD,
    ...(AWS_REGION && { AWS_REGION }),
    ASTRO_TOKEN_SECRET: `deployment-authorizer/${installation}/astro-token`,
    EVENT_BUS: name,
    HANDOVERS_QUEUE_URL: queue('handovers'),
    MEMBER_ROLE: `${name}-member`,
    MESSAGES_QUEUE_URL: queue('messages'),
    RECORD_TABLE: name,
    TARGETS_QUEUE_URL: queue('targets'),
  };
}

/** What Terraform calls them. */
export function gcpDefaults(installation: string): Environment {
  const name = `deployment-authorizer-${installation}`;
  return {
    ...UNREAD,
    ASTRO_TOKEN_SECRET: `${name}-astro-token`,
    DEPLOYMENTS_TOPIC: `${name}-deployments`,
    HANDOVERS_TOPIC: `${name}-handovers`,
    MESSAGES_TOPIC: `${name}-messages`,
    RECORD_DATABASE: name,
    TARGETS_TOPIC: `${name}-targets`,
  };
}
