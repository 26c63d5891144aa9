import { isAstroId } from '../../deployment/astro-id.ts';
import { within } from '../../runtime/within.ts';
import { FAILED, nothingDone, UNKNOWN_BUTTON } from '../../slack/answers.ts';
import type { ButtonPressed } from '../../slack/interaction.ts';
import type { Message } from '../../slack/message.ts';
import { deploymentOfPress, type Press, parsePress } from '../../slack/press.ts';
import type { Answered } from './carry-out.ts';
import { answerPress, nameOf } from './press.ts';
import { type AnswerTools, LIMITS } from './tools.ts';

/** One press: it is judged, carried out, written down, and answered to whoever made it. */
export async function answerButton(button: ButtonPressed, tools: AnswerTools): Promise<void> {
  const { value } = button;
  // A link opens in the browser by itself.
  if (value === undefined) return;
  const press = parsePress(button.actionId, value);
  try {
    const answered = press === undefined ? UNKNOWN : await answerPress(press, button, tools);
    await Promise.all([
      writeDown({ ...button, value }, press, answered, tools),
      whisper(button, answered.message, tools),
    ]);
  } catch (error) {
    await whisper(button, nothingDone(FAILED), tools);
    throw error;
  }
}

const UNKNOWN: Answered = { message: nothingDone(UNKNOWN_BUTTON), refused: UNKNOWN_BUTTON.code };

/** A press that decided something is in the history already, by the one who wrote the decision. */
async function writeDown(
  { user, actionId, value }: ButtonPressed & { readonly value: string },
  press: Press | undefined,
  { refused }: Answered,
  { record, queues, clock, logger }: AnswerTools,
): Promise<void> {
  const deploymentId = deploymentOfPress(value);
  const verb = press?.verb ?? 'unknown';
  const accessId = press?.accessId;
  const by = nameOf(user);
  const about = { verb, deploymentId, accessId, by };
  logger.info('press.answered', { ...about, ...(refused && { refused }) });
  // Nothing of ours would carry another, and nobody could take it off a queue.
  if (!isAstroId(deploymentId)) return;
  const shows = verb === 'details' || verb === 'diff';
  if (refused !== undefined || shows) {
    await record.history.append({
      deploymentId,
      ...(accessId && { accessId }),
      at: clock.now().toISOString(),
      event: `press.${verb}`,
      by,
      ...(refused && { detail: { refused, ...(press ? {} : { button: actionId.slice(0, 50) }) } }),
    });
  }
  // What was carried out is sent on already.
  if (refused === undefined || shows) return;
  if (OUTDATED.includes(refused)) await record.tellings.mark(deploymentId, { asked: true });
  await queues.notify([deploymentId]);
}

/** What such a press was made on may be other than the record believes: it is shown anew in any case. */
const OUTDATED = ['press-stale', 'press-gone', 'press-nothing-left', 'press-unknown'];

/** Slack keeps no whisper for whoever is not there: one that fails is not tried again. */
async function whisper(
  { user, channel, threadTs }: ButtonPressed,
  message: Message,
  { slack, logger, limits = LIMITS }: AnswerTools,
): Promise<void> {
  try {
    await within(limits.whisper, slack.whisper(channel, user.id, message, threadTs));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn('press.unanswered', { userId: user.id, reason });
  }
}
