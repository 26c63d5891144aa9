import { deadLetterQueue } from '../../shared/cloud/aws/dead-letters.ts';
import { queueHandler } from '../../shared/cloud/aws/queue-handler.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { parseDeploymentMessage } from '../../shared/deployment/events.ts';
import { configuredWays } from '../../shared/handover/configured-ways.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { handOver } from '../../shared/stories/hand-over.ts';

const config = readAwsConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const { installation } = rules();
const logger = jsonLogger();
const token = awsSecret(config.ASTRO_WRITE_TOKEN_SECRET);
const tools = {
  record: awsRecord(config.RECORD_TABLE, installation),
  rules,
  ways: configuredWays(config, token, installation, logger),
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
};

/** SQS FIFO, grouped by Deployment: makes the Airflow connections that it is to have. */
export const handler = queueHandler(
  parseDeploymentMessage,
  (deploymentId) => handOver(deploymentId, tools),
  logger,
  deadLetterQueue(config.DEAD_LETTERS_QUEUE_URL),
);
