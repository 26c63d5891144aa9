import middy from '@middy/core';
import { logFailure } from '../../shared/cloud/aws/log-failure.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { operate } from '../../shared/stories/operate.ts';
import { parseOrder } from '../../shared/stories/operate-order.ts';

const config = readAwsConfig(process.env);
const { installation } = rulesFile(config.ACCESS_RULES)();
const logger = jsonLogger();
const tools = {
  record: awsRecord(config.RECORD_TABLE, installation),
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
};

/** The console's test tab: does what a person asks by hand, and never writes IAM. */
export const handler = middy(async (event: unknown) => operate(parseOrder(event), tools)).use(
  logFailure(logger),
);
