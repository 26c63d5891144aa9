import { deadLetterQueue } from '../../shared/cloud/aws/dead-letters.ts';
import { queueHandler } from '../../shared/cloud/aws/queue-handler.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { parseNotifyMessage } from '../../shared/deployment/events.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { slackClient } from '../../shared/slack/slack-client.ts';
import { notify } from '../../shared/stories/notify.ts';

const config = readAwsConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const tools = {
  record: awsRecord(config.RECORD_TABLE, rules().installation),
  slack: slackClient({
    token: awsSecret(config.SLACK_TOKEN_SECRET),
    apiUrl: config.SLACK_API_URL,
    installation: `${rules().installation}/aws`,
  }),
  rules,
  cloud: 'aws',
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
} as const;

/** SQS FIFO, grouped by Deployment: shows its accesses in Slack, and has its connections made. */
export const handler = queueHandler(
  parseNotifyMessage,
  (deploymentId) => notify(deploymentId, tools),
  logger,
  deadLetterQueue(config.DEAD_LETTERS_QUEUE_URL),
);
