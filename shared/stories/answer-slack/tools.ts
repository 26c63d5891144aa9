import type { Queues } from '../../cloud/queues.ts';
import type { AccessRecord } from '../../record/record.ts';
import type { AccessRules } from '../../rules/access-rules.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { SharedConfig } from '../../runtime/config.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { People } from '../../slack/people.ts';
import type { Whispers } from '../../slack/slack.ts';

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
  readonly limits?: Limits;
}

/** How long Slack may take, in milliseconds: it shows a failure to whoever pressed after 3 s. */
export interface Limits {
  /** To say who somebody is, all of it. */
  readonly lookUps: number;
  readonly whisper: number;
  /** Until Slack is answered, whatever is still under way: the start of the function comes on top. */
  readonly answer: number;
}

export const LIMITS: Limits = { lookUps: 1_500, whisper: 700, answer: 2_400 };
