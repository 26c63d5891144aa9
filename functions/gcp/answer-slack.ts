import { http } from '@google-cloud/functions-framework';
import { httpHandler } from '../../shared/cloud/gcp/http-handler.ts';
import { configuredTopics } from '../../shared/cloud/gcp/queues.ts';
import { googleRecord } from '../../shared/cloud/gcp/record.ts';
import { googleSecret } from '../../shared/cloud/gcp/secrets.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readGcpConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { keptMembers } from '../../shared/slack/kept-members.ts';
import { slackAnswers } from '../../shared/slack/slack-answers.ts';
import { answerSlack } from '../../shared/stories/answer-slack.ts';

const config = readGcpConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const people = slackAnswers({
  token: googleSecret(config, config.SLACK_TOKEN_SECRET),
  apiUrl: config.SLACK_API_URL,
  teamId: config.SLACK_TEAM_ID,
});
const tools = {
  record: googleRecord(config, rules().installation),
  queues: configuredTopics(config),
  rules,
  secret: googleSecret(config, config.SLACK_SIGNING_SECRET),
  slack: keptMembers(people, systemClock),
  app: config,
  clock: systemClock,
  logger,
};

/** Open to all: what somebody asks for by a button in Slack. */
http(
  'answer-slack',
  httpHandler((request) => answerSlack(request, tools), logger),
);
