import { deadLetterQueue } from '../../shared/cloud/aws/dead-letters.ts';
import { queueHandler } from '../../shared/cloud/aws/queue-handler.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { configuredAstro } from '../../shared/deployment/configured-astro.ts';
import { parseDeploymentMessage } from '../../shared/deployment/events.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { decideAccess } from '../../shared/stories/decide-access.ts';

const config = readAwsConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const tools = {
  astro: configuredAstro(config, awsSecret(config.ASTRO_TOKEN_SECRET), logger),
  record: awsRecord(config.RECORD_TABLE, rules().installation),
  rules,
  rulesCommit: config.RULES_COMMIT,
  cloud: 'aws',
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
} as const;

/** SQS behind the bus: writes down what one Deployment should reach, and marks the targets. */
export const handler = queueHandler(
  parseDeploymentMessage,
  (deploymentId) => decideAccess(deploymentId, tools),
  logger,
  deadLetterQueue(config.DEAD_LETTERS_QUEUE_URL),
);
