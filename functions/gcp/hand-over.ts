import { cloudEvent } from '@google-cloud/functions-framework';
import { coalesced } from '../../shared/cloud/gcp/coalesced.ts';
import { deadLetterTopic } from '../../shared/cloud/gcp/dead-letters.ts';
import { pushHandler } from '../../shared/cloud/gcp/push-handler.ts';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { parseDeploymentMessage } from '../../shared/deployment/events.ts';
import { configuredWays } from '../../shared/handover/configured-ways.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { handOver } from '../../shared/stories/hand-over.ts';

const config = readGcpConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const { installation } = rules();
const logger = jsonLogger();
const token = googleSecret(config, config.ASTRO_WRITE_TOKEN_SECRET);
const tools = {
  record: googleRecord(config, installation),
  rules,
  ways: configuredWays(config, token, installation, logger),
  queues: configuredTopics(config),
  clock: systemClock,
  logger,
};
const hand = coalesced((deploymentId) => handOver(deploymentId, tools));
const dead = deadLetterTopic(config, config.DEAD_LETTERS_TOPIC);

/** Pub/Sub push: makes the Airflow connections that one Deployment is to have. */
cloudEvent('hand-over', pushHandler(parseDeploymentMessage, hand, logger, dead));
