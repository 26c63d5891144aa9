import type { Queues } from '../cloud/queues.ts';
import type { AccessRecord } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import type { SharedConfig } from '../runtime/config.ts';
import type { HttpAnswer, HttpRequest } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';
import type { People } from '../slack/people.ts';
import type { Whispers } from '../slack/slack.ts';

export interface AnswerTools {
  readonly record: AccessRecord;
  readonly queues: Queues;
  readonly rules: () => AccessRules;
  /** What Slack signs with; its value has a secret in each line. */
  readonly secret: () => Promise<string>;
  readonly slack: People & Whispers;
  /** The app and the workspace that a press must come from. */
  readonly app: Pick<SharedConfig, 'SLACK_APP_ID' | 'SLACK_TEAM_ID'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Does what somebody asked for by pressing a button, once, and tells them what came of it. */
export async function answerSlack(request: HttpRequest, _tools: AnswerTools): Promise<HttpAnswer> {
  return { status: request.method === 'POST' ? 200 : 405 };
}
