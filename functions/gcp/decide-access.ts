import { cloudEvent } from '@google-cloud/functions-framework';
import { deadLetterTopic } from '../../shared/cloud/gcp/dead-letters.ts';
import { pushHandler } from '../../shared/cloud/gcp/push-handler.ts';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { configuredAstro } from '../../shared/deployment/configured-astro.ts';
import { parseDeploymentMessage } from '../../shared/deployment/events.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { decideAccess } from '../../shared/stories/decide-access.ts';

const config = readGcpConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const tools = {
  astro: configuredAstro(config, googleSecret(config, config.ASTRO_TOKEN_SECRET), logger),
  record: googleRecord(config, rules().installation),
  rules,
  rulesCommit: config.RULES_COMMIT,
  cloud: 'gcp',
  queues: configuredTopics(config),
  clock: systemClock,
  logger,
} as const;
const decide = (deploymentId: string) => decideAccess(deploymentId, tools);
const dead = deadLetterTopic(config, config.DEAD_LETTERS_TOPIC);

/** Pub/Sub push: writes down what one Deployment should reach, and marks the targets. */
cloudEvent('decide-access', pushHandler(parseDeploymentMessage, decide, logger, dead));
