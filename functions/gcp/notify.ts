import { cloudEvent } from '@google-cloud/functions-framework';
import { coalesced } from '../../shared/cloud/gcp/coalesced.ts';
import { deadLetterTopic } from '../../shared/cloud/gcp/dead-letters.ts';
import { pushHandler } from '../../shared/cloud/gcp/push-handler.ts';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { parseNotifyMessage } from '../../shared/deployment/events.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { slackClient } from '../../shared/slack/slack-client.ts';
import { notify } from '../../shared/stories/notify.ts';

const config = readGcpConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const tools = {
  record: googleRecord(config, rules().installation),
  slack: slackClient({
    token: googleSecret(config, config.SLACK_TOKEN_SECRET),
    apiUrl: config.SLACK_API_URL,
    installation: `${rules().installation}/gcp`,
  }),
  rules,
  cloud: 'gcp',
  queues: configuredTopics(config),
  clock: systemClock,
  logger,
} as const;
const tell = coalesced((deploymentId) => notify(deploymentId, tools));
const dead = deadLetterTopic(config, config.DEAD_LETTERS_TOPIC);

/** Pub/Sub push: shows one Deployment's accesses in Slack, and has its connections made. */
cloudEvent('notify', pushHandler(parseNotifyMessage, tell, logger, dead));
