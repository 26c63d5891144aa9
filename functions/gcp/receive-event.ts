import { http } from '@google-cloud/functions-framework';
import { httpHandler } from '../../shared/cloud/gcp/http-handler.ts';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { takenSignatures } from '../../shared/deployment/taken.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { receiveEvent } from '../../shared/stories/receive-event.ts';

const config = readGcpConfig(process.env);
const logger = jsonLogger();
const tools = {
  secret: googleSecret(config, config.RECEIVE_SECRET),
  taken: takenSignatures(),
  queues: configuredTopics(config),
  clock: systemClock,
  logger,
};

/** Open to all: takes a Deployment's id from whoever signs with the secret. */
http(
  'receive-event',
  httpHandler((request) => receiveEvent(request, tools), logger),
);
