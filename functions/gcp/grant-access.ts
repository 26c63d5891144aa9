import { cloudEvent } from '@google-cloud/functions-framework';
import { coalesced } from '../../shared/cloud/gcp/coalesced.ts';
import { deadLetterTopic } from '../../shared/cloud/gcp/dead-letters.ts';
import { GCP_FAMILIES, openGcpTarget } from '../../shared/cloud/gcp/open-target.ts';
import { pushHandler } from '../../shared/cloud/gcp/push-handler.ts';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { targetMessages } from '../../shared/cloud/target-message.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';

const config = readGcpConfig(process.env);
const { installation } = rulesFile(config.ACCESS_RULES)();
const logger = jsonLogger();
const tools = {
  record: googleRecord(config, installation),
  open: openGcpTarget(config.endpoints, installation),
  queues: configuredTopics(config),
  clock: systemClock,
  logger,
};
const grant = coalesced((targetKey) => grantAccess(targetKey, tools));
const dead = deadLetterTopic(config, config.DEAD_LETTERS_TOPIC);

/** Pub/Sub push: brings one target's policy in line with the record. */
cloudEvent('grant-access', pushHandler(targetMessages(GCP_FAMILIES), grant, logger, dead));
