import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { urlHandler } from '../../shared/cloud/aws/url-handler.ts';
import { takenSignatures } from '../../shared/deployment/taken.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { receiveEvent } from '../../shared/stories/receive-event.ts';

const config = readAwsConfig(process.env);
const logger = jsonLogger();
const tools = {
  secret: awsSecret(config.RECEIVE_SECRET),
  taken: takenSignatures(),
  queues: configuredQueues(config),
  clock: systemClock,
  logger,
};

/** Function URL: takes a Deployment's id from whoever signs with the secret. */
export const handler = urlHandler((request) => receiveEvent(request, tools), logger);
