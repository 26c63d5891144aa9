import { http } from '@google-cloud/functions-framework';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { sweep } from '../../shared/stories/sweep.ts';

const config = readGcpConfig(process.env);
const { installation } = rulesFile(config.ACCESS_RULES)();
const tools = {
  record: googleRecord(config, installation),
  queues: configuredTopics(config),
  clock: systemClock,
  logger: jsonLogger(),
};

/** Cloud Scheduler, every minute: sends again what is due. */
http('sweep', async (_request, response) => {
  await sweep(tools);
  response.status(204).end();
});
