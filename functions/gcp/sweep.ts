import { http } from '@google-cloud/functions-framework';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { configuredAstro } from '../../shared/deployment/configured-astro.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { sweep } from '../../shared/stories/sweep.ts';

const config = readGcpConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const tools = {
  astro: configuredAstro(config, googleSecret(config, config.ASTRO_TOKEN_SECRET), logger),
  record: googleRecord(config, rules().installation),
  rules,
  cloud: 'gcp',
  queues: configuredTopics(config),
  clock: systemClock,
  logger,
} as const;

/** Cloud Scheduler, every minute: sends again what is due, and what Astro tells otherwise than the record. */
http('sweep', async (_request, response) => {
  await sweep(tools);
  response.status(204).end();
});
