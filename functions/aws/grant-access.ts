import { configuredAccounts } from '../../shared/cloud/aws/accounts.ts';
import { deadLetterQueue } from '../../shared/cloud/aws/dead-letters.ts';
import { AWS_FAMILIES, openAwsTarget } from '../../shared/cloud/aws/open-target.ts';
import { queueHandler } from '../../shared/cloud/aws/queue-handler.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { targetMessages } from '../../shared/cloud/target-message.ts';
import { partitionOf } from '../../shared/rules/partition.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';

const config = readAwsConfig(process.env);
const { installation } = rulesFile(config.ACCESS_RULES)();
const logger = jsonLogger();
const tools = {
  record: awsRecord(config.RECORD_TABLE, installation),
  open: openAwsTarget(configuredAccounts(config), installation, partitionOf(config.AWS_REGION)),
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
};

/** SQS FIFO, grouped by target: brings one target's policy in line with the record. */
export const handler = queueHandler(
  targetMessages(AWS_FAMILIES),
  (key) => grantAccess(key, tools),
  logger,
  deadLetterQueue(config.DEAD_LETTERS_QUEUE_URL),
);
