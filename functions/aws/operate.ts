import middy from '@middy/core';
import { logFailure } from '../../shared/cloud/aws/log-failure.ts';
import { awsOperateTools, ownAccountOnly } from '../../shared/cloud/aws/operate-tools.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';

const config = readAwsConfig(process.env);
const logger = jsonLogger();
const token = awsSecret(config.ASTRO_TOKEN_SECRET);
const tools = awsOperateTools(config, token, ownAccountOnly(config), logger);

/** The console's test tab and the command line: does what a person asks by hand, and never writes IAM. */
export const handler = middy(async (event: unknown) => operate(parseOrder(event), tools)).use(
  logFailure(logger),
);
