import middy from '@middy/core';
import { logFailure } from '../../shared/cloud/aws/log-failure.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { sweep } from '../../shared/stories/sweep.ts';

const config = readAwsConfig(process.env);
const { installation } = rulesFile(config.ACCESS_RULES)();
const logger = jsonLogger();
const tools = {
  record: awsRecord(config.RECORD_TABLE, installation),
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
};

/** EventBridge Scheduler, every minute: sends again what is due. */
export const handler = middy(() => sweep(tools)).use(logFailure(logger));
