import { http } from '@google-cloud/functions-framework';
import { jsonHandler } from '../../shared/cloud/gcp/json-handler.ts';
import { gcpOperateTools } from '../../shared/cloud/gcp/operate-tools.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';

const config = readGcpConfig(process.env);
const logger = jsonLogger();
const tools = gcpOperateTools(config, googleSecret(config, config.ASTRO_TOKEN_SECRET), logger);

/** The console's test tab and the command line, behind IAM: does what a person asks by hand. */
http(
  'operate',
  jsonHandler((body) => operate(parseOrder(body), tools), logger),
);
