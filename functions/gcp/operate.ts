import { http } from '@google-cloud/functions-framework';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { operate } from '../../shared/stories/operate.ts';
import { parseOrder } from '../../shared/stories/operate-order.ts';

const config = readGcpConfig(process.env);
const { installation } = rulesFile(config.ACCESS_RULES)();
const tools = {
  record: googleRecord(config, installation),
  queues: configuredTopics(config),
  clock: systemClock,
  logger: jsonLogger(),
};

/** The console's test tab, behind IAM: does what a person asks by hand, and never writes IAM. */
http('operate', async ({ body }, response) => {
  try {
    response.json(await operate(parseOrder(body), tools));
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    response.status(400).json({ error: error.message });
  }
});
