import { configuredQueues } from '../../shared/cloud/aws/queues.ts';
import { awsRecord } from '../../shared/cloud/aws/record.ts';
import { awsSecret } from '../../shared/cloud/aws/secrets.ts';
import { urlHandler } from '../../shared/cloud/aws/url-handler.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { readAwsConfig } from '../../shared/runtime/config.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { keptMembers } from '../../shared/slack/kept-members.ts';
import { slackAnswers } from '../../shared/slack/slack-answers.ts';
import { answerSlack } from '../../shared/stories/answer-slack.ts';

const config = readAwsConfig(process.env);
const rules = rulesFile(config.ACCESS_RULES);
const logger = jsonLogger();
const people = slackAnswers({
  token: awsSecret(config.SLACK_TOKEN_SECRET),
  apiUrl: config.SLACK_API_URL,
  teamId: config.SLACK_TEAM_ID,
});
const tools = {
  record: awsRecord(config.RECORD_TABLE, rules().installation),
  queues: configuredQueues(config),
  rules,
  secret: awsSecret(config.SLACK_SIGNING_SECRET),
  slack: keptMembers(people, systemClock),
  app: config,
  clock: systemClock,
  logger,
};

/** Function URL: what somebody asks for by a button in Slack. */
export const handler = urlHandler((request) => answerSlack(request, tools), logger);
