import { ConfigError, InvalidEventError } from '../runtime/errors.ts';
import type { HttpAnswer, HttpRequest } from '../runtime/http.ts';
import { secretsIn } from '../runtime/signed-request.ts';
import { TooSlowError, within } from '../runtime/within.ts';
import { type ButtonPressed, type Interaction, parseInteraction } from '../slack/interaction.ts';
import { notFromSlackBecause } from '../slack/signature.ts';
import { answerButton } from './answer-button.ts';
import { type AnswerTools, LIMITS } from './answer-tools.ts';

/**
 * In bytes, 256 KiB. A press brings the whole message with it: at the most 13,200 characters of blocks and
 * 4,000 of text, each of which takes up to nine bytes in a form, and less than ten thousand around them.
 */
const LONGEST = 256 * 1_024;

/** Takes what Slack sends, does at once what a button asks for, and tells whoever pressed what came of it. */
export async function answerSlack(request: HttpRequest, tools: AnswerTools): Promise<HttpAnswer> {
  const read = (await refusal(request, tools)) ?? interactionIn(request);
  const answer = 'status' in read ? read : await answered(read, tools);
  if (answer.status >= 400) {
    tools.logger.warn('request.refused', { status: answer.status, answer: answer.body });
  }
  return answer;
}

/** Looks at nothing of the body but its length before it is known who sent it. */
async function refusal(
  request: HttpRequest,
  { secret, clock }: AnswerTools,
): Promise<HttpAnswer | undefined> {
  const { method, body } = request;
  if (method !== 'POST')
    return { ...refused(405, 'POST was expected'), headers: { allow: 'POST' } };
  if (body.length > LONGEST) {
    return refused(413, `the body: ${LONGEST} bytes at the most were expected, not ${body.length}`);
  }
  const secrets = secretsIn(await secret(), 'answer-slack');
  const unsigned = notFromSlackBecause(request, secrets, clock.now());
  return unsigned === undefined ? undefined : refused(401, unsigned);
}

function interactionIn({ body }: HttpRequest): Interaction | HttpAnswer {
  try {
    return parseInteraction(body);
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    return refused(400, error.message);
  }
}

const TAKEN: HttpAnswer = { status: 200 };

async function answered(interaction: Interaction, tools: AnswerTools): Promise<HttpAnswer> {
  if (interaction.kind === 'other') return TAKEN;
  const elsewhere = notForUs(interaction, tools.app);
  if (elsewhere !== undefined) return refused(403, elsewhere);
  const { limits = LIMITS, logger } = tools;
  try {
    await within(limits.answer, answerButton(interaction, tools));
  } catch (error) {
    if (!(error instanceof TooSlowError)) throw error;
    // What is under way is written conditionally: it is done once or not at all.
    logger.warn('press.late', { userId: interaction.user.id });
  }
  return TAKEN;
}

/** One secret could be stored for two installations by mistake: each has an app of its own. */
function notForUs({ appId, teamId }: ButtonPressed, app: AnswerTools['app']): string | undefined {
  const { SLACK_APP_ID, SLACK_TEAM_ID } = app;
  const missing = [
    ...(SLACK_APP_ID ? [] : ['SLACK_APP_ID']),
    ...(SLACK_TEAM_ID ? [] : ['SLACK_TEAM_ID']),
  ];
  if (missing.length > 0) {
    throw new ConfigError(`configuration: ${missing.join(' and ')} must be set to answer presses`);
  }
  if (appId !== SLACK_APP_ID) return 'api_app_id: another app than SLACK_APP_ID';
  return teamId === SLACK_TEAM_ID ? undefined : 'team.id: another workspace than SLACK_TEAM_ID';
}

function refused(status: number, error: string): HttpAnswer {
  return { status, body: { error } };
}
