import middy from '@middy/core';
import { logFailure } from '../../shared/cloud/aws/log-failure.ts';
import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { configuredAstro } from '../../shared/deployment/configured-astro.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { sweep } from '../../shared/stories/sweep.ts';

const config = readAwsConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const tools = {
  astro: configuredAstro(config, awsSecret(config.ASTRO_TOKEN_SECRET), logger),
  record: awsRecord(config.RECORD_TABLE, rules().installation),
  rules,
  cloud: 'aws',
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
} as const;

/** EventBridge Scheduler, every minute: sends again what is due, and what Astro tells otherwise than the record. */
export const handler = middy(() => sweep(tools)).use(logFailure(logger));
