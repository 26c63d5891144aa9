import { ConfigError, InvalidEventError } from '../runtime/errors.ts';
import { type HttpAnswer, type HttpRequest, refusedWith } from '../runtime/http.ts';
import { refusalOf, type SignedPost } from '../runtime/signed-post.ts';
import { TooSlowError, within } from '../runtime/within.ts';
import { type ButtonPressed, type Interaction, parseInteraction } from '../slack/interaction.ts';
import { notFromSlackBecause } from '../slack/signature.ts';
import { answerButton } from './answer-slack/button.ts';
import { type AnswerTools, LIMITS } from './answer-slack/tools.ts';

/**
 * 256 KiB. A press brings the whole message with it: at the most 13,200 characters of blocks and
 * 4,000 of text, each of which takes up to nine bytes in a form, and less than ten thousand around them.
 */
const POST: SignedPost = {
  name: 'answer-slack',
  longest: 256 * 1_024,
  unsignedBecause: notFromSlackBecause,
};

/** Takes what Slack sends, does at once what a button asks for, and tells whoever pressed what came of it. */
export async function answerSlack(request: HttpRequest, tools: AnswerTools): Promise<HttpAnswer> {
  const { clock, limits = LIMITS } = tools;
  const ends = clock.now().getTime() + limits.answer;
  // A secret that does not come may be fetched for longer than Slack waits.
  const refused = await within(limits.answer, refusalOf(request, POST, tools));
  const read = refused ?? interactionIn(request);
  const left = Math.max(0, ends - clock.now().getTime());
  const answer = 'status' in read ? read : await answered(read, left, tools);
  if (answer.status >= 400) {
    tools.logger.warn('request.refused', { status: answer.status, answer: answer.body });
  }
  return answer;
}

function interactionIn({ body }: HttpRequest): Interaction | HttpAnswer {
  try {
    return parseInteraction(body);
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    return refusedWith(400, error.message);
  }
}

const TAKEN: HttpAnswer = { status: 200 };

async function answered(
  interaction: Interaction,
  milliseconds: number,
  tools: AnswerTools,
): Promise<HttpAnswer> {
  if (interaction.kind === 'other') return TAKEN;
  const elsewhere = notForUs(interaction, tools.app);
  if (elsewhere !== undefined) return refusedWith(403, elsewhere);
  const { logger } = tools;
  try {
    await within(milliseconds, answerButton(interaction, tools));
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
